namespace Tapir.Activities.Reporting;

/// <summary>Final macro accuracy of two runs that differ in their planner alone.</summary>
/// <param name="RandomSeed">The random seed both used.</param>
/// <param name="Accuracy">Of the run's planner, 0 to 1.</param>
/// <param name="AgainstAccuracy">Of the planner compared with, 0 to 1.</param>
public sealed record SeedPair(long RandomSeed, double Accuracy, double AgainstAccuracy);
