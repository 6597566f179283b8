using Tapir.Orchestrations.Specs;

namespace Tapir.Orchestrations.Training;

/// <summary>What of a <see cref="TrainingSpec"/> one training run depends on. The tokens of S_0 and of a round are no part of it: S_0 is found again by a run
/// that differs in its rounds alone.</summary>
/// <param name="SliceSteps">Optimizer steps of one slice.</param>
public sealed record OptimizerSettings(
    int Epochs, int BatchTokens, double LearningRate, double WeightDecay, double WarmUp, double ClipNorm, int SliceSteps)
{
    public static OptimizerSettings Of(TrainingSpec training)
    {
        ArgumentNullException.ThrowIfNull(training);
        return new OptimizerSettings(
            training.Epochs, training.BatchTokens, training.LearningRate, training.WeightDecay, training.WarmUp, training.ClipNorm, training.SliceSteps);
    }
}
