using Tapir.Models.Kernels;
using Tapir.Models.Network;

namespace Tapir.Models.Training;

/// <summary>The memory of a training and its two halves of a step: gradients of all micro-batches, then AdamW.</summary>
/// <remarks>Sums over the flat buffer go by fixed stretches, so that no result depends on which thread did what.</remarks>
internal abstract unsafe class StepRunner(TrainingState state, TrainingOptions options) : IDisposable
{
    private const int Stretch = 1 << 15;
    private const int UpdateStretch = 1 << 20;

    /// <summary>The one that fits what is trained; <paramref name="capacity"/> is the size of the largest micro-batch to come.</summary>
    public static StepRunner For(TrainingState state, TrainingOptions options, int capacity) =>
        options.Trained is not LowRankAdapter && state.Weights.Config.ParameterCount <= options.SideBySideParameters
            ? new SideBySideRunner(state, options, capacity)
            : new SharedRunner(state, options, capacity);

    protected TrainingState State { get; } = state;

    protected TrainingOptions Options { get; } = options;

    /// <summary>Loss and gradient norm of a step; the gradients stay for <see cref="Update"/>.</summary>
    public StepOutcome ComputeGradients(int step, IReadOnlyList<PackedBatch> batches)
    {
        // The cut end of a token budget may be all prompt: then there is no loss, and the step is empty.
        int units = Math.Max(1, batches.Sum(batch => batch.Units));
        StepGradients gradients = Gradients(step, batches, units);
        return new StepOutcome(gradients.Loss / units, Math.Sqrt(Sum(gradients.Buffers)));
    }

    public void Update(int step, double rate, double gradientNorm)
    {
        double firstCorrection = 1 - Math.Pow(Options.Beta1, step + 1), secondCorrection = 1 - Math.Pow(Options.Beta2, step + 1);
        AdamW.Step of = new(
            (float)Options.Beta1,
            (float)Options.Beta2,
            (float)(rate / firstCorrection),
            (float)(1 / secondCorrection),
            (float)Options.Epsilon,
            0,
            (float)Math.Min(1, Options.ClipNorm / (gradientNorm + 1e-6)));
        FlatParameters values = State.Trained, gradient = Total;
        (ParameterSlot Slot, int Offset, int Length)[] pieces = [.. values.Layout.Slots.SelectMany(slot => Enumerable.Range(0, (slot.Length + UpdateStretch - 1) / UpdateStretch)
            .Select(i => (slot, slot.Offset + (i * UpdateStretch), Math.Min(UpdateStretch, slot.Length - (i * UpdateStretch)))))];
        Spread(pieces.Length, (_, i) =>
        {
            (ParameterSlot slot, int offset, int length) = pieces[i];
            bool decays = slot.IsMatrix && (Options.DecayVocabulary || !slot.IsVocabulary);
            AdamW.Step own = decays ? of with { Decay = (float)(rate * Options.WeightDecay) } : of;
            AdamW.Apply(values.At + offset, gradient.At + offset, State.First.At + offset, State.Second.At + offset, length, own);
        });
    }

    /// <summary>Where the sum of the last gradients is.</summary>
    protected abstract FlatParameters Total { get; }

    /// <summary>Computes the gradients of all micro-batches of a step, the first buffer of which becomes their sum. The loss is divided by <paramref name="units"/>.</summary>
    protected abstract StepGradients Gradients(int step, IReadOnlyList<PackedBatch> batches, int units);

    /// <summary>Runs numbered pieces on the threads there are.</summary>
    protected abstract void Spread(int pieces, Action<int, int> run);

    // Into the first buffer; returns the sum of squares.
    private double Sum(IReadOnlyList<FlatParameters> gradients)
    {
        int length = gradients[0].Layout.Length, stretches = (length + Stretch - 1) / Stretch;
        double[] squares = new double[stretches];
        Spread(stretches, (_, i) =>
        {
            int start = i * Stretch, size = Math.Min(Stretch, length - start);
            float* sum = gradients[0].At + start;
            for (int other = 1; other < gradients.Count; other++)
            {
                Reduction.Add(sum, gradients[other].At + start, size);
            }

            squares[i] = Reduction.Dot(sum, sum, size);
        });
        return squares.Sum();
    }

    public abstract void Dispose();
}
