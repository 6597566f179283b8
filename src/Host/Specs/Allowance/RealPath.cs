namespace Tapir.Host.Specs.Allowance;

/// <summary>Where a path really leads, every symbolic link on the way followed.</summary>
internal static class RealPath
{
    // As many as Linux follows.
    private const int MostLinks = 40;

    /// <param name="path">Absolute. What it names need not be there.</param>
    /// <returns>Null where links lead in a circle.</returns>
    public static string? Of(string path)
    {
        string full = Path.GetFullPath(path);
        string reached = Path.GetPathRoot(full)!;
        Stack<string> left = new(PartsOf(full).Reverse());
        int links = 0;
        while (left.TryPop(out string? part))
        {
            if (part == "..")
            {
                reached = Path.GetDirectoryName(reached) ?? reached;
                continue;
            }

            string next = Path.Combine(reached, part);
            if (LinkAt(next) is not { } target)
            {
                reached = next;
                continue;
            }

            if (++links > MostLinks)
            {
                return null;
            }

            reached = Path.IsPathRooted(target) ? Path.GetPathRoot(target)! : reached;
            foreach (string piece in PartsOf(target).Reverse())
            {
                left.Push(piece);
            }
        }

        return reached;
    }

    /// <summary>Whether a path is another or lies below it; both as <see cref="Of"/> gives them.</summary>
    public static bool IsWithin(string path, string root) =>
        path == root || path.StartsWith(Path.EndsInDirectorySeparator(root) ? root : root + Path.DirectorySeparatorChar, StringComparison.Ordinal);

    private static IEnumerable<string> PartsOf(string path) =>
        path[(Path.GetPathRoot(path)?.Length ?? 0)..].Split([Path.DirectorySeparatorChar, Path.AltDirectorySeparatorChar], StringSplitOptions.RemoveEmptyEntries).Where(part => part != ".");

    private static string? LinkAt(string path) => Directory.Exists(path) ? new DirectoryInfo(path).LinkTarget : new FileInfo(path).LinkTarget;
}
