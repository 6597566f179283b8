using System.IO.Enumeration;

namespace Tapir.Activities.Scheduling.Watching;

/// <summary>Which of the names in a place are data.</summary>
internal sealed class DataNames(string pattern)
{
    // What programs call a file before it is whole, and what editors leave behind.
    private static readonly string[] TemporaryEndings = [".tmp", ".temp", ".part", ".partial", ".crdownload", ".download", ".swp", ".lock", "~"];

    private readonly string[] patterns = pattern.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    /// <param name="name">Relative to the place, with slashes.</param>
    /// <returns>False for hidden files, those in hidden folders, temporary ones, and those that the pattern leaves out.</returns>
    public bool Includes(string name)
    {
        string[] parts = name.Split('/');
        string last = parts[^1];
        return last.Length > 0
            && parts.All(part => !part.StartsWith('.'))
            && !TemporaryEndings.Any(ending => last.EndsWith(ending, StringComparison.OrdinalIgnoreCase))
            && patterns.Any(wanted => FileSystemName.MatchesSimpleExpression(wanted, last, ignoreCase: true));
    }
}
