using Microsoft.Extensions.Logging;
using Tapir.Models.NativeLibrary;
using Tapir.Models.Network;

namespace Tapir.Models.Training;

/// <summary>Gradients of steps, in micro-batches that fit the memory: where it does not suffice, they are halved from that step on, for the rest of the training.</summary>
/// <remarks>The size in use is part of the cursor, so a training that goes on from a checkpoint cuts its batches as the one before would have. Nothing of a step that failed stays: weights
/// and moments change only once its gradients are there.</remarks>
internal sealed class StepAttempts(
    TrainingState state, IReadOnlyList<EncodedExample> examples, TrainingOptions options, double meanWeight, Action<int, int> beforeStep, ILogger log) : IDisposable
{
    private readonly int longest = options.Objective.Lengths(examples).Max();
    private StepRunner? runner;

    private int MicroBatchTokens => state.Cursor.MicroBatchTokens > 0 ? state.Cursor.MicroBatchTokens : options.MicroBatchTokens;

    /// <summary>The runner that has the gradients of the last step.</summary>
    public StepRunner Runner => runner ?? throw new InvalidOperationException("There are no gradients before the first step.");

    /// <exception cref="InsufficientMemoryException">One example at a time is still too much.</exception>
    public StepOutcome ComputeGradients(int step, PlannedStep planned)
    {
        while (true)
        {
            IReadOnlyList<PackedBatch> batches = MicroBatches.Of(planned, examples, MicroBatchTokens, meanWeight, options.Objective);
            try
            {
                beforeStep(step, MicroBatchTokens);
                return (runner ??= StepRunner.For(state, options, Capacity)).ComputeGradients(step, batches);
            }
            catch (Exception failure) when (MemoryShortage.Is(failure))
            {
                // The next one begins with the state, and steps have changed what lies on a device since.
                Settle();
                Dispose();
                // A runner that was only half there when memory ran out has no owner: its part is given back by finalizers.
                GC.Collect();
                GC.WaitForPendingFinalizers();
                if (batches.All(batch => batch.Starts.Length - 1 <= options.Objective.ExamplesPerRow))
                {
                    throw new InsufficientMemoryException(
                        $"Memory does not suffice for step {step + 1}, even one example at a time (the longest has {batches.Max(batch => batch.Ids.Length)} tokens). "
                        + "Shorten the examples, train an adapter instead of all weights, or recompute blocks instead of keeping them.", failure);
                }

                Log.MicroBatchHalved(log, step + 1, MicroBatchTokens, MicroBatchTokens / 2);
                state.Cursor = state.Cursor with { MicroBatchTokens = MicroBatchTokens / 2 };
            }
        }
    }

    /// <summary>Brings the training's state up to the last whole step.</summary>
    public void Settle() => runner?.Settle();

    // A micro-batch is filled up to its size, and the last example of it may reach beyond.
    private int Capacity => Math.Min(Math.Max(options.BatchTokens, longest), MicroBatchTokens + longest);

    public void Dispose()
    {
        runner?.Dispose();
        runner = null;
    }
}
