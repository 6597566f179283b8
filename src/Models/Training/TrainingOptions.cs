using Tapir.Models.Devices;

namespace Tapir.Models.Training;

/// <summary>How a student is trained. Part of a checkpoint's digest: a checkpoint is only continued under the options it was begun with
/// (<see cref="Threads"/> and <see cref="RecomputeBlocks"/> apart, which change no bit).</summary>
public sealed record TrainingOptions
{
    internal const long DefaultSideBySideParameters = 32_000_000;

    /// <value>Seeds the order of examples. Default 0.</value>
    public ulong Seed { get; init; }

    /// <value>Passes over the examples, at least 1. Default 1.</value>
    public int Epochs { get; init; } = 1;

    /// <value>Tokens to train on in all, prompt and response, over all epochs; null means all of every epoch. The example that would exceed it is
    /// cut to what is left, so two trainings with one budget see exactly the same number of tokens if the epochs have as many.</value>
    public long? TokenBudget { get; init; }

    /// <value>Most tokens in a step. Default 2048: while a student is trained from scratch on a few million tokens, more steps teach more
    /// than larger ones.</value>
    public int BatchTokens { get; init; } = 2048;

    /// <value>About as many tokens go through the network at once; gradients of a step's micro-batches are summed in order. Default 512.</value>
    public int MicroBatchTokens { get; init; } = 512;

    /// <value>Peak learning rate. Default 5e-3, right for 0.3 to 2 million parameters from scratch.</value>
    public double LearningRate { get; init; } = 5e-3;

    /// <value>Share of the steps over which the rate rises, 0 to 1. Default 0.05.</value>
    public double WarmupShare { get; init; } = 0.05;

    /// <value>The rate at the end, as a share of the peak, 0 to 1. Default 0.05.</value>
    public double FinalRateShare { get; init; } = 0.05;

    /// <value>AdamW's β1. Default 0.9.</value>
    public double Beta1 { get; init; } = 0.9;

    /// <value>AdamW's β2. Default 0.98: a training has only some hundreds of steps.</value>
    public double Beta2 { get; init; } = 0.98;

    /// <value>AdamW's ε. Default 1e-8.</value>
    public double Epsilon { get; init; } = 1e-8;

    /// <value>Decoupled weight decay of matrices; norms and biases have none. Default 0.05.</value>
    public double WeightDecay { get; init; } = 0.05;

    /// <value>Whether weight decay takes hold of the embedding and the output projection too. Default true, right from scratch; a model that is trained further keeps the
    /// rows of tokens that its examples do not have with false.</value>
    public bool DecayVocabulary { get; init; } = true;

    /// <value>What is trained: all weights, the default, or a <see cref="LowRankAdapter"/>.</value>
    public TrainedPart Trained { get; init; } = TrainedPart.AllWeights;

    /// <value>What is made smaller. Default: the likelihood of the responses.</value>
    public TrainingObjective Objective { get; init; } = TrainingObjective.Likelihood;

    /// <value>Whether each block is computed a second time in the backward pass instead of being kept: less memory for a third more arithmetic. Changes no bit. Default false.</value>
    public bool RecomputeBlocks { get; init; }

    /// <value>Gradients are scaled down to this norm. Default 1.</value>
    public double ClipNorm { get; init; } = 1;

    /// <value>Where it is computed. Default: the processor.</value>
    public ComputeDevice Device { get; init; } = ComputeDevice.Cpu;

    /// <value>In what the matrix products are computed; on the processor always the default, float32.</value>
    public ProductPrecision Precision { get; init; } = ProductPrecision.Float32;

    /// <value>Threads to compute on. Default: all processors. Does not change the result.</value>
    public int Threads { get; init; } = Environment.ProcessorCount;

    /// <value>Up to so many parameters threads take a micro-batch each, with gradients of its own; larger ones, and adapters, share each micro-batch.</value>
    internal long SideBySideParameters { get; init; } = DefaultSideBySideParameters;

    /// <summary>Returns these options, or names the first value out of range.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A value is out of range.</exception>
    public TrainingOptions Validated()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(Epochs, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(BatchTokens, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(MicroBatchTokens, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(Threads, 1);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(TokenBudget ?? 1, nameof(TokenBudget));
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(LearningRate);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(ClipNorm);
        ArgumentOutOfRangeException.ThrowIfNegative(WeightDecay);
        if (Device.IsCpu && Precision != ProductPrecision.Float32)
        {
            throw new ArgumentOutOfRangeException(nameof(Precision), Precision, "is for devices; the processor computes in float32.");
        }

        Trained.Validate();
        foreach ((string name, double share) in ((string, double)[])[
            (nameof(WarmupShare), WarmupShare), (nameof(FinalRateShare), FinalRateShare), (nameof(Beta1), Beta1), (nameof(Beta2), Beta2)])
        {
            ArgumentOutOfRangeException.ThrowIfNegative(share, name);
            ArgumentOutOfRangeException.ThrowIfGreaterThan(share, 1, name);
        }

        return this;
    }
}
