namespace Tapir.Activities.Reporting.Charts;

/// <summary>A point with its interval: what the accuracy charts draw.</summary>
internal sealed record StudentAccuracy(int Round, double Accuracy, double Low, double High);
