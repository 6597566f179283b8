using Tapir.Host.State;

namespace Tapir.Host.Backups;

/// <summary>Which files of a state folder go into a backup: all, but for the artifacts and their local copies, indexes of examples (built again when asked for), locks, and what is being written.</summary>
internal static class StateFiles
{
    private static readonly string[] NotNamed = ["lock", StateId.LeaseFile];
    private static readonly string[] NotEnding = [".lock", ".owner", ".tmp", ".sock", ".db-wal", ".db-shm", ".db-journal", ".index"];

    /// <summary>The databases in the order in which they have to be copied: what a hub refers to was written to results and ledger before it.</summary>
    /// <param name="hub">Path of the hub.</param>
    public static IReadOnlyList<string> Databases(StateFolder state, string hub) =>
    [
        .. new[] { hub, state.Results }.Where(File.Exists),
        .. Directory.EnumerateFiles(state.Root, "*.db").Where(path => path != hub && path != state.Results && path != state.Ledger).Order(StringComparer.Ordinal),
        .. new[] { state.Ledger }.Where(File.Exists),
    ];

    /// <summary>The others, relative to the state folder with slashes, in ordinal order. Folders that are removed meanwhile are passed over.</summary>
    public static IReadOnlyList<string> Others(StateFolder state) =>
        [.. Directory.EnumerateFiles(state.Root, "*", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(state.Root, path).Replace(Path.DirectorySeparatorChar, '/'))
            .Where(IsKept)
            .Order(StringComparer.Ordinal)];

    private static bool IsKept(string path)
    {
        string top = path.Split('/')[0];
        bool isElsewhere = top is "artifacts" or "copies" || top.StartsWith('.');
        bool isDatabase = top == path && path.EndsWith(".db", StringComparison.Ordinal);
        return !isElsewhere && !isDatabase && !NotNamed.Contains(path) && !NotEnding.Any(ending => path.EndsWith(ending, StringComparison.Ordinal));
    }
}
