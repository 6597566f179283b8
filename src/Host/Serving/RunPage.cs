using Tapir.Host.Runs;

namespace Tapir.Host.Serving;

/// <summary>Which runs to show; null for all.</summary>
/// <param name="Status">As <see cref="RunResource.Status"/> has it.</param>
/// <param name="Name">The spec's name.</param>
/// <param name="Text">What the id has in it.</param>
/// <param name="CreatedFrom">Recorded then or later.</param>
/// <param name="CreatedTo">Recorded before then.</param>
public sealed record RunFilter(string? Status, string? Name, string? Text = null, DateTimeOffset? CreatedFrom = null, DateTimeOffset? CreatedTo = null)
{
    /// <value>What <see cref="Status"/> can be.</value>
    public static IReadOnlyList<string> Statuses { get; } = ["running", "waiting", "paused", "suspended", "interrupted", "queued", "done", "failed", "cancelled"];

    /// <summary>Whether a run is one of those, as far as its record tells.</summary>
    public bool IsMet(RunRecord run)
    {
        ArgumentNullException.ThrowIfNull(run);
        return (Name is null || run.Spec.Name == Name)
            && (Text is null || run.Id.Contains(Text, StringComparison.OrdinalIgnoreCase))
            && !(run.CreatedAt < CreatedFrom)
            && !(run.CreatedAt >= CreatedTo);
    }
}

/// <summary>A page of runs, the newest first.</summary>
/// <param name="Page">From 1.</param>
/// <param name="Total">How many there are on all pages.</param>
public sealed record RunPage(IReadOnlyList<RunRow> Runs, int Page, int PageSize, int Total);

/// <summary>A run in a list.</summary>
/// <param name="Round">The last round that is done; null before S_0.</param>
/// <param name="Accuracy">Of that round, 0 to 1.</param>
/// <param name="Low">Lower end of its 95 % interval.</param>
/// <param name="High">Upper end of it.</param>
public sealed record RunRow(
    string Run,
    string Name,
    string Status,
    string? Phase,
    string? Message,
    DateTimeOffset CreatedAt,
    double DoneShare,
    int? Round,
    double? Accuracy,
    double? Low,
    double? High,
    long Calls,
    long Tokens,
    double Cost);
