namespace Tapir.Activities.Reporting.Charts;

/// <summary>How much had been spent at one moment.</summary>
/// <param name="At">When.</param>
/// <param name="Spent">All until then, in the unit of the chart.</param>
public sealed record SpentPoint(DateTimeOffset At, double Spent);
