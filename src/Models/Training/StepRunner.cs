using Tapir.Models.Devices;
using Tapir.Models.Kernels;
using Tapir.Models.Network;

namespace Tapir.Models.Training;

/// <summary>The memory of a training and its two halves of a step: gradients of all micro-batches, then AdamW.</summary>
internal abstract class StepRunner(TrainingState state, TrainingOptions options) : IDisposable
{
    /// <summary>The one that fits device and what is trained; <paramref name="capacity"/> is the size of the largest micro-batch to come.</summary>
    public static StepRunner For(TrainingState state, TrainingOptions options, int capacity) =>
        !options.Device.IsCpu ? new DeviceRunner(state, options)
        : options.Trained is not LowRankAdapter && state.Weights.Config.ParameterCount <= options.SideBySideParameters ? new SideBySideRunner(state, options, capacity)
        : new SharedRunner(state, options, capacity);

    protected TrainingState State { get; } = state;

    protected TrainingOptions Options { get; } = options;

    /// <summary>Loss and gradient norm of a step; the gradients stay for one <see cref="Update"/>. Weights and moments are as they were, also when it fails.</summary>
    public abstract StepOutcome ComputeGradients(int step, IReadOnlyList<PackedBatch> batches);

    /// <summary>AdamW with the gradients of the last step.</summary>
    public abstract void Update(int step, double rate, double gradientNorm);

    /// <summary>Brings what is trained and its moments into the training's state, where they lie elsewhere in between.</summary>
    public abstract void Settle();

    public abstract void Dispose();

    /// <summary>AdamW's constants for one step, without decay.</summary>
    protected AdamW.Step StepOf(int step, double rate, double gradientNorm)
    {
        double firstCorrection = 1 - Math.Pow(Options.Beta1, step + 1), secondCorrection = 1 - Math.Pow(Options.Beta2, step + 1);
        return new AdamW.Step(
            (float)Options.Beta1,
            (float)Options.Beta2,
            (float)(rate / firstCorrection),
            (float)(1 / secondCorrection),
            (float)Options.Epsilon,
            0,
            (float)Math.Min(1, Options.ClipNorm / (gradientNorm + 1e-6)));
    }

    /// <summary>The same for one parameter, with decay where it takes hold of it.</summary>
    protected AdamW.Step StepFor(ParameterSlot slot, AdamW.Step of, double rate) =>
        slot.IsMatrix && (Options.DecayVocabulary || !slot.IsVocabulary) ? of with { Decay = (float)(rate * Options.WeightDecay) } : of;

    /// <summary>Stretches of at most so many values, each of one parameter.</summary>
    protected static (ParameterSlot Slot, int Offset, int Length)[] Pieces(ParameterLayout layout, int most) => [.. layout.Slots.SelectMany(slot => Enumerable.Range(0, (slot.Length + most - 1) / most)
        .Select(i => (slot, slot.Offset + (i * most), Math.Min(most, slot.Length - (i * most)))))];

    /// <summary>Names step and micro-batch for the adapter's dropout.</summary>
    protected ulong DropoutKey(int step, int batch) => Dropout.KeyOf(Dropout.KeyOf(Options.Seed, (ulong)step), (ulong)batch);
}
