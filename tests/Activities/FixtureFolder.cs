namespace Tapir.Activities.Tests;

/// <summary>The recorded calls, in the source tree and not in a copy of it, so that recording writes where Git sees it.</summary>
internal static class FixtureFolder
{
    public static string Path { get; } = Find();

    public static IReadOnlyList<string> Fixtures => [.. Directory.GetFiles(Path, "*.json").Order(StringComparer.Ordinal)];

    /// <summary>A file that fixtures refer to as an artifact.</summary>
    public static string File(string name) => System.IO.Path.Combine(Path, "files", name);

    private static string Find()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !System.IO.File.Exists(System.IO.Path.Combine(folder.FullName, "Tapir.sln")))
        {
            folder = folder.Parent;
        }

        return System.IO.Path.Combine(
            folder?.FullName ?? throw new InvalidOperationException("The tests do not run below the repository's root."), "tests", "Activities", "Fixtures");
    }
}
