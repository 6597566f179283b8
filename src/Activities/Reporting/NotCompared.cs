namespace Tapir.Activities.Reporting;

/// <summary>No run with another planner at the same budget is known.</summary>
/// <param name="Reason">What to do about it, in one sentence.</param>
public sealed record NotCompared(string Reason = "not measured in this run; run with planner random to compare") : PlannerComparison
{
    /// <summary>Says which planner to run to compare with this one.</summary>
    /// <param name="planner">The run's planner.</param>
    public static NotCompared For(string planner) =>
        planner == "random" ? new NotCompared("not measured in this run; run with planner tapir to compare") : new NotCompared();
}
