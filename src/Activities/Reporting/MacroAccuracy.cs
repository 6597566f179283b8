namespace Tapir.Activities.Reporting;

/// <summary>Mean over task labels of the share answered exactly, with its bootstrap interval.</summary>
/// <param name="Macro">The mean, 0 to 1.</param>
/// <param name="Low">Lower end of the 95 % interval, 0 to 1.</param>
/// <param name="High">Upper end of the 95 % interval, 0 to 1.</param>
public sealed record MacroAccuracy(double Macro, double Low, double High);
