namespace Tapir.Activities.Reporting.Charts;

/// <summary>A point with its interval: what the accuracy charts draw.</summary>
/// <param name="Round">Which student: r of S_r.</param>
/// <param name="Accuracy">0 to 1, as the ends of its 95 % interval.</param>
public sealed record StudentAccuracy(int Round, double Accuracy, double Low, double High)
{
    /// <summary>Whether this is S_r after its preference tuning.</summary>
    public bool IsTuned { get; init; }
}
