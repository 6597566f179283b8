using Tapir.Models.Kernels;
using Tapir.Models.Network;

namespace Tapir.Models.Training;

/// <summary>The memory of a training and its two halves of a step: gradients of all micro-batches, then AdamW.</summary>
/// <remarks>Each micro-batch has gradients of its own, summed in order of the micro-batches; sums over the flat buffer go by fixed stretches. So
/// no result depends on which thread did what.</remarks>
internal sealed unsafe class StepRunner(TrainingState state, TrainingOptions options) : IDisposable
{
    private const int Stretch = 1 << 15;
    private readonly StudentConfig config = state.Weights.Config;
    private readonly DecoderPass?[] passes = new DecoderPass?[options.Threads];
    private readonly List<ParameterSet> gradients = [];
    private readonly int capacity = Math.Min(options.BatchTokens, options.MicroBatchTokens) + state.Weights.Config.ContextLength;

    public StepOutcome ComputeGradients(IReadOnlyList<PackedBatch> batches)
    {
        while (gradients.Count < batches.Count)
        {
            gradients.Add(new ParameterSet(config));
        }

        // The cut end of a token budget may be all prompt: then there is no loss, and the step is empty.
        int lossTokens = Math.Max(1, batches.Sum(batch => batch.LossRows.Length));
        double[] losses = new double[batches.Count];
        Crew.Run(batches.Count, options.Threads, (worker, i) =>
        {
            gradients[i].Values.Clear();
            DecoderPass pass = passes[worker] ??= new DecoderPass(config, capacity);
            losses[i] = pass.Run(state.Weights.Parameters, batches[i], gradients[i], lossTokens);
        });
        return new StepOutcome(losses.Sum() / lossTokens, Math.Sqrt(SumGradients(batches.Count)));
    }

    public void Update(int step, double rate, double gradientNorm)
    {
        double firstCorrection = 1 - Math.Pow(options.Beta1, step + 1), secondCorrection = 1 - Math.Pow(options.Beta2, step + 1);
        AdamW.Step of = new(
            (float)options.Beta1,
            (float)options.Beta2,
            (float)(rate / firstCorrection),
            (float)(1 / secondCorrection),
            (float)options.Epsilon,
            0,
            (float)Math.Min(1, options.ClipNorm / (gradientNorm + 1e-6)));
        ParameterSet weights = state.Weights.Parameters;
        IReadOnlyList<ParameterSlot> slots = weights.Layout.Slots;
        Crew.Run(slots.Count, options.Threads, (_, i) =>
        {
            ParameterSlot slot = slots[i];
            AdamW.Step own = slot.IsMatrix ? of with { Decay = (float)(rate * options.WeightDecay) } : of;
            AdamW.Apply(weights.At + slot.Offset, gradients[0].At + slot.Offset, state.First.At + slot.Offset, state.Second.At + slot.Offset, slot.Length, own);
        });
    }

    // Into the first micro-batch's gradients; returns the sum of squares.
    private double SumGradients(int count)
    {
        int length = gradients[0].Layout.Length, stretches = (length + Stretch - 1) / Stretch;
        double[] squares = new double[stretches];
        Crew.Run(stretches, options.Threads, (_, i) =>
        {
            int start = i * Stretch, size = Math.Min(Stretch, length - start);
            float* sum = gradients[0].At + start;
            for (int other = 1; other < count; other++)
            {
                Reduction.Add(sum, gradients[other].At + start, size);
            }

            squares[i] = Reduction.Dot(sum, sum, size);
        });
        return squares.Sum();
    }

    public void Dispose()
    {
        foreach (DecoderPass? pass in passes)
        {
            pass?.Dispose();
        }

        foreach (ParameterSet gradient in gradients)
        {
            gradient.Dispose();
        }
    }
}
