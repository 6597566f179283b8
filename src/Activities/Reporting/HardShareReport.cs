namespace Tapir.Activities.Reporting;

/// <summary>How much of a round's training was hard.</summary>
/// <param name="Wanted">The curriculum's share for the round, 0 to 1.</param>
/// <param name="Actual">What it came to, 0 to 1; less where hard examples were few.</param>
/// <param name="Reason">Why the two differ; null where they do not, or hardly.</param>
public sealed record HardShareReport(double Wanted, double Actual, string? Reason);
