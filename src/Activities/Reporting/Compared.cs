namespace Tapir.Activities.Reporting;

/// <summary>Two planners at the same number of training tokens, paired by random seed.</summary>
/// <param name="Planner">The run's planner.</param>
/// <param name="Against">The planner it is compared with, usually <c>random</c>.</param>
/// <param name="TrainedTokens">Training tokens each student of a pair saw.</param>
/// <param name="MeanDifference">Mean of the paired differences in macro accuracy, -1 to 1; above zero means that
/// <paramref name="Planner"/> did better.</param>
/// <param name="Low">Lower end of the 95 % t interval of that mean.</param>
/// <param name="High">Upper end of the 95 % t interval of that mean.</param>
/// <param name="Pairs">The seeds, one pair each.</param>
public sealed record Compared(
    string Planner, string Against, long TrainedTokens, double MeanDifference, double Low, double High, IReadOnlyList<SeedPair> Pairs)
    : PlannerComparison;
