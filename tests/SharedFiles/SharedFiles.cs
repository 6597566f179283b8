namespace Tapir.Tests;

/// <summary>Real models and data, which lie outside the repository (in <c>../shared</c>, or where <c>TAPIR_SHARED</c> says) and are not on every machine.</summary>
internal static class SharedFiles
{
    /// <summary>The path of a file or folder; the test is skipped where it is absent.</summary>
    public static string PathOrSkip(params string[] parts)
    {
        string path = Path.GetFullPath(Path.Combine([Root(), .. parts]));
        if (!Path.Exists(path))
        {
            Assert.Inconclusive($"{path} is not on this machine.");
        }

        return path;
    }

    private static string Root()
    {
        if (Environment.GetEnvironmentVariable("TAPIR_SHARED") is { Length: > 0 } named)
        {
            return named;
        }

        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Tapir.sln")))
        {
            folder = folder.Parent;
        }

        return Path.Combine(folder?.Parent?.FullName ?? "..", "shared");
    }
}
