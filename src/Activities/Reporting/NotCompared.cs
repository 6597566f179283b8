namespace Tapir.Activities.Reporting;

/// <summary>No run with another planner at the same budget is known.</summary>
/// <param name="Reason">What to do about it, in one sentence.</param>
public sealed record NotCompared(string Reason = "not measured in this run; run with planner random to compare") : PlannerComparison;
