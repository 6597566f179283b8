using Tapir.Models.Network;

namespace Tapir.Models.Training;

/// <summary>For small students: each thread takes whole micro-batches, and each micro-batch has gradients of its own, summed in order of the micro-batches. Threads
/// never wait for one another inside a step.</summary>
internal sealed class SideBySideRunner(TrainingState state, TrainingOptions options, int capacity) : HostRunner(state, options)
{
    private readonly DecoderPass?[] passes = new DecoderPass?[options.Threads];
    private readonly List<ParameterSet> gradients = [];

    protected override FlatParameters Total => gradients[0];

    protected override StepGradients Gradients(int step, IReadOnlyList<PackedBatch> batches, int units)
    {
        while (gradients.Count < batches.Count)
        {
            gradients.Add(new ParameterSet(State.Weights.Config));
        }

        double[] losses = new double[batches.Count];
        Crew.Run(batches.Count, Options.Threads, (worker, i) =>
        {
            gradients[i].Values.Clear();
            losses[i] = PassOf(worker).Run(State.Weights.Parameters, batches[i], gradients[i], units);
        });
        return new StepGradients(gradients[..batches.Count], losses.Sum());
    }

    protected override void Spread(int pieces, Action<int, int> run) => Crew.Run(pieces, Options.Threads, run);

    private DecoderPass PassOf(int worker) => passes[worker] ??= Options.RecomputeBlocks
        ? new DecoderPass(State.Weights.Config, capacity, new PassOptions { Kept = KeptActivations.Inputs })
        : new DecoderPass(State.Weights.Config, capacity);

    public override void Dispose()
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
