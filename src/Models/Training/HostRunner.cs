using Tapir.Models.Kernels;
using Tapir.Models.Network;

namespace Tapir.Models.Training;

/// <summary>Steps on the processor, over the memory of the training's state itself.</summary>
/// <remarks>Sums over the flat buffer go by fixed stretches, so that no result depends on which thread did what.</remarks>
internal abstract unsafe class HostRunner(TrainingState state, TrainingOptions options) : StepRunner(state, options)
{
    private const int Stretch = 1 << 15;
    private const int UpdateStretch = 1 << 20;

    public sealed override StepOutcome ComputeGradients(int step, IReadOnlyList<PackedBatch> batches)
    {
        // The cut end of a token budget may be all prompt: then there is no loss, and the step is empty.
        int units = Math.Max(1, batches.Sum(batch => batch.Units));
        StepGradients gradients = Gradients(step, batches, units);
        return new StepOutcome(gradients.Loss / units, Math.Sqrt(Sum(gradients.Buffers)));
    }

    public sealed override void Update(int step, double rate, double gradientNorm)
    {
        AdamW.Step of = StepOf(step, rate, gradientNorm);
        FlatParameters values = State.Trained, gradient = Total;
        (ParameterSlot Slot, int Offset, int Length)[] pieces = Pieces(values.Layout, UpdateStretch);
        Spread(pieces.Length, (_, i) =>
        {
            (ParameterSlot slot, int offset, int length) = pieces[i];
            AdamW.Apply(values.At + offset, gradient.At + offset, State.First.At + offset, State.Second.At + offset, length, StepFor(slot, of, rate));
        });
    }

    /// <summary>Nothing: it is all there.</summary>
    public sealed override void Settle()
    {
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
}
