using System.Text.Json.Serialization;

namespace Tapir.Activities.Reporting;

/// <summary>Everything a run has to say for itself: what <c>report.json</c> holds and <c>report.html</c> shows.</summary>
/// <remarks>Plain values only, so that the file can be read by anything. A part that was not measured is an empty list or
/// null, and the page says so in words; nothing is ever filled in with a zero that was not counted.
/// The first members have the names that <c>tapir run --json</c> uses.</remarks>
public sealed record RunReport
{
    /// <summary>Version of this document's shape; raised when a member changes its meaning.</summary>
    public int SchemaVersion { get; init; } = 2;

    /// <summary>The run's id: the spec's name and a number.</summary>
    public required string Run { get; init; }

    /// <summary>The name given in the spec.</summary>
    public required string Name { get; init; }

    /// <summary>Where the run stands: <c>completed</c>, <c>failed</c>, <c>paused</c>, <c>cancelled</c> or <c>running</c>.</summary>
    public required string Status { get; init; }

    /// <summary>Why the run stands there, in one sentence; null when the status says it all.</summary>
    public string? StatusReason { get; init; }

    /// <summary>How the run was made: version, time, planner, numeric environment, readings of the method.</summary>
    public required RunOrigin Origin { get; init; }

    /// <summary>The one result to quote; null until two students have been measured.</summary>
    public Headline? Headline { get; init; }

    /// <summary>How the planner did against another at the same budget.</summary>
    public PlannerComparison Comparison { get; init; } = new NotCompared();

    /// <summary>One entry per student, S_0 first.</summary>
    public IReadOnlyList<RoundReport> Rounds { get; init; } = [];

    /// <summary>The preference tuning after the last round; null where there was none, or it has not come to its end.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public PreferenceReport? Preference { get; init; }

    /// <summary>The rounds' students, and after them the tuned one, where there is one.</summary>
    [JsonIgnore]
    public IReadOnlyList<RoundReport> Students => Preference?.Tuned is { } tuned ? [.. Rounds, tuned] : Rounds;

    /// <summary>Calls, tokens, money and time.</summary>
    public SpendingReport Spending { get; init; } = new();

    /// <summary>Answers of the first and the last student to the same instructions.</summary>
    public IReadOnlyList<BeforeAfter> Samples { get; init; } = [];

    /// <summary>What was decided at review points, in the order in which the run came by them; empty where it waited for none.</summary>
    public IReadOnlyList<ReviewReport> Reviews { get; init; } = [];

    /// <summary>What people say who compared answers, pair by pair, S_0 with the last student first; empty where nobody has.</summary>
    public IReadOnlyList<RatingReport> Ratings { get; init; } = [];

    /// <summary>What was read from the seed, and what was not; null before the import.</summary>
    public SeedReport? Seed { get; init; }

    /// <summary>Every artifact kept, with what made it and from what.</summary>
    public IReadOnlyList<LineageEntry> Lineage { get; init; } = [];

    /// <summary>Where the exported student lies, relative to the report; null before the export.</summary>
    public string? Student { get; init; }
}
