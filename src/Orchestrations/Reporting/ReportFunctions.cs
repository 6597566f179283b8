using Tapir.Functions;
using Tapir.Orchestrations.Distilling;
using Tapir.Orchestrations.Preference;
using Tapir.Orchestrations.Reviewing;
using Tapir.Orchestrations.Seeding;
using Tapir.Orchestrations.Specs;
using Tapir.Orchestrations.Students;

namespace Tapir.Orchestrations.Reporting;

/// <summary>Step 4: the report, made from what the run did and what was spent on it.</summary>
public static class ReportFunctions
{
    /// <summary>Writes <c>runs/RUN/report.html</c> and <c>report.json</c>. Never cached: a report carries times and costs.</summary>
    public static readonly DurableFunction<WriteReport, WrittenReport> Write = new("reporting.write", version: 1, CachePolicy.Never);
}

/// <param name="Student">The exported student; null for a run that has not come so far.</param>
/// <param name="Status">Where the run stands (running, paused, failed, cancelled, ...); null for one that has its student, which is completed, or runs.</param>
public sealed record WriteReport(RunSpec Spec, LabelledSeed Seed, IReadOnlyList<RoundOutcome> Rounds, ExportedStudent? Student, string? Status = null)
{
    /// <value>Why the run stands there, in one sentence; null when the status says it all.</value>
    public string? StatusReason { get; init; }

    /// <value>What was decided at review points and is in no finished round: before the export, and in a round that was rejected; null for none.</value>
    public IReadOnlyList<RecordedReview>? Reviews { get; init; }

    /// <value>What the preference tuning made; null for none.</value>
    public PreferenceOutcome? Preference { get; init; }
}

/// <param name="Page">The HTML report, relative to the run's folder.</param>
/// <param name="Document">The JSON report, relative to the run's folder.</param>
public sealed record WrittenReport(string Page, string Document);
