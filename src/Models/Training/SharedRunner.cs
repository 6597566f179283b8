using Tapir.Models.Kernels;
using Tapir.Models.NativeLibrary;
using Tapir.Models.Network;

namespace Tapir.Models.Training;

/// <summary>For large models and for adapters: one micro-batch at a time, all threads inside it, one set of gradients. A copy of 135 million gradients for each micro-batch would be half a
/// gigabyte each.</summary>
internal sealed class SharedRunner : HostRunner
{
    private const int ClearStretch = 1 << 20;
    private readonly Team team;
    private readonly DecoderPass pass;
    private readonly FlatParameters gradient;

    public SharedRunner(TrainingState state, TrainingOptions options, int capacity)
        : base(state, options)
    {
        StudentConfig config = state.Weights.Config;
        team = new Team(options.Threads);
        try
        {
            pass = new DecoderPass(config, capacity, team, new PassOptions
            {
                Cuts = PassCuts.Shared,
                Kept = options.RecomputeBlocks ? KeptActivations.Inputs : KeptActivations.Everything,
                Adapter = state.Adapter.Shape,
            });
            gradient = options.Trained is LowRankAdapter ? new AdapterSet(config, state.Adapter.Shape) : new ParameterSet(config);
        }
        catch
        {
            pass?.Dispose();
            team.Dispose();
            throw;
        }
    }

    protected override FlatParameters Total => gradient;

    protected override StepGradients Gradients(int step, IReadOnlyList<PackedBatch> batches, int units)
    {
        Torch.ComputeOnThisThread();
        int length = gradient.Layout.Length;
        Spread((length + ClearStretch - 1) / ClearStretch, (_, i) => gradient.Values.Slice(i * ClearStretch, Math.Min(ClearStretch, length - (i * ClearStretch))).Clear());
        double loss = 0;
        for (int i = 0; i < batches.Count; i++)
        {
            loss += gradient is AdapterSet adapter
                ? pass.Run(new PassInput(State.Weights.Parameters, State.Adapter, batches[i], DropoutKey(step, i)), adapter, units)
                : pass.Run(State.Weights.Parameters, batches[i], (ParameterSet)gradient, units);
        }

        return new StepGradients([gradient], loss);
    }

    protected override void Spread(int pieces, Action<int, int> run) => team.Run(pieces, run);

    public override void Dispose()
    {
        pass.Dispose();
        gradient.Dispose();
        team.Dispose();
    }
}
