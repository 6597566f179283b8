using Microsoft.Extensions.Logging;
using Tapir.Host.Logs;

namespace Tapir.Host.Dashboard.Logs;

/// <summary>What of a log is looked at: lines of a level and worse that hold a text. While it is held, nothing moves, and what came since is counted.</summary>
internal sealed class LogView
{
    /// <summary>As many lines as are shown at a time: the last ones.</summary>
    public const int MostShown = 500;

    private readonly List<RunLogLine> lines = [];
    private int heldAt;

    public LogLevel Least { get; set; } = LogLevel.Information;

    /// <value>In the message, the function, the part or the error, whatever its case; empty for all.</value>
    public string Text { get; set; } = "";

    public bool IsHeld { get; private set; }

    /// <value>Lines that came since it was held, those that are filtered out included.</value>
    public int NewSince => IsHeld ? lines.Count - heldAt : 0;

    /// <value>Lines that there are at all.</value>
    public int Total => lines.Count;

    public IReadOnlyList<RunLogLine> Found => [.. lines.Take(IsHeld ? heldAt : lines.Count).Where(line => line.Level >= Least && Holds(line))];

    /// <summary>Takes the lines that came.</summary>
    /// <returns>Whether there are any.</returns>
    public bool Add(IReadOnlyList<RunLogLine> more)
    {
        lines.AddRange(more);
        return more.Count > 0;
    }

    public void Hold()
    {
        heldAt = lines.Count;
        IsHeld = true;
    }

    public void Follow() => IsHeld = false;

    private bool Holds(RunLogLine line) => Text.Length == 0
        || new[] { line.Message, line.Function, line.Part, line.Error }.Any(text => text?.Contains(Text, StringComparison.OrdinalIgnoreCase) == true);
}
