namespace Tapir.Activities.Reporting;

/// <summary>What a round meant to generate, and what came of it.</summary>
/// <param name="Labels">One entry per task label of the mix.</param>
/// <param name="Rejected">Generated candidates that were dropped, by reason.</param>
public sealed record PlanReport(IReadOnlyList<PlannedLabel> Labels, IReadOnlyList<ReasonCount> Rejected)
{
    /// <summary>Rewritings of the teacher's answers that were not taken; the first answers stay, and are among the accepted.</summary>
    public int RefinementsRejected { get; init; }
}
