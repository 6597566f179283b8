namespace Tapir.Models.Training;

/// <summary>What a training changes: all weights, or a <see cref="LowRankAdapter"/> beside them.</summary>
public abstract record TrainedPart
{
    /// <summary>Every weight, the embedding included.</summary>
    public static TrainedPart AllWeights { get; } = new Everything();

    internal virtual void Validate()
    {
    }

    private sealed record Everything : TrainedPart;
}
