using Tapir.Orchestrations.Reviewing;

namespace Tapir.Activities.Reporting;

/// <summary>What was decided at one review point, and on what.</summary>
/// <param name="Point"><c>selection</c>, <c>training</c> or <c>export</c>.</param>
/// <param name="Round">The round, from 1; for the export, the round of the student.</param>
/// <param name="Verdict"><c>approve</c> or <c>reject</c>.</param>
/// <param name="By">Who decided; null where nobody answered in time and the default holds.</param>
/// <param name="Note">Why, in the person's words; null for none.</param>
/// <param name="At">When.</param>
/// <param name="Record">Digest of the decision's record.</param>
/// <param name="Shown">What was shown.</param>
public sealed record ReviewReport(
    string Point, int Round, string Verdict, string? By, string? Note, DateTimeOffset At, string Record, IReadOnlyList<ReviewItem> Shown);
