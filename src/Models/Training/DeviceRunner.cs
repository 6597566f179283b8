using Tapir.Models.Devices;
using Tapir.Models.Kernels;
using Tapir.Models.NativeLibrary;
using Tapir.Models.Network;
using TorchSharp;
using static TorchSharp.torch;

namespace Tapir.Models.Training;

/// <summary>Steps on a device: weights, gradients and moments lie there from the first step of a slice to its last, and come back to the training's state when it settles.</summary>
internal sealed class DeviceRunner : StepRunner
{
    // Bounds what AdamW and the norm need beside the parameters: 64 MiB each.
    private const int Stretch = 1 << 24;

    private readonly List<IDisposable> owned = [];
    private readonly DeviceParameters trained;
    private readonly Tensor first;
    private readonly Tensor second;
    private readonly DeviceAdamW adamW;
    private readonly DevicePass pass;

    public DeviceRunner(TrainingState state, TrainingOptions options)
        : base(state, options)
    {
        Torch.ComputeOnThisThread();
        Device device = options.Device.ToTorch();
        try
        {
            DeviceParameters weights = Own(new DeviceParameters(state.Weights.Parameters, device, isTrained: !state.IsAdapter));
            DeviceParameters thin = Own(new DeviceParameters(state.Adapter, device, isTrained: state.IsAdapter));
            trained = state.IsAdapter ? thin : weights;
            first = Own(DeviceParameters.Upload(state.First, device));
            second = Own(DeviceParameters.Upload(state.Second, device));
            adamW = Own(new DeviceAdamW(Math.Min(Stretch, state.Trained.Layout.Length), device));
            pass = Own(new DevicePass(
                state.Weights.Config,
                new DeviceWeights(state.Weights.Config, state.Weights.Parameters.Layout, weights),
                new DeviceAdapter(state.Adapter, thin),
                device,
                options.Precision,
                options.RecomputeBlocks ? KeptActivations.Inputs : KeptActivations.Everything));
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    public override StepOutcome ComputeGradients(int step, IReadOnlyList<PackedBatch> batches)
    {
        Torch.ComputeOnThisThread();
        // The cut end of a token budget may be all prompt: then there is no loss, and the step is empty.
        int units = Math.Max(1, batches.Sum(batch => batch.Units));
        trained.Gradient.zero_().Dispose();
        double loss = 0;
        for (int i = 0; i < batches.Count; i++)
        {
            loss += pass.Run(batches[i], DropoutKey(step, i), units);
        }

        return new StepOutcome(loss / units, GradientNorm());
    }

    public override void Update(int step, double rate, double gradientNorm)
    {
        AdamW.Step of = StepOf(step, rate, gradientNorm);
        foreach ((ParameterSlot slot, int offset, int length) in Pieces(State.Trained.Layout, Stretch))
        {
            using DisposeScope scope = NewDisposeScope();
            Tensor Part(Tensor flat) => flat.narrow(0, offset, length);
            adamW.Apply(Part(trained.Values), Part(trained.Gradient), Part(first), Part(second), StepFor(slot, of, rate));
        }
    }

    public override void Settle()
    {
        trained.Download();
        DeviceParameters.Download(first, State.First);
        DeviceParameters.Download(second, State.Second);
    }

    private double GradientNorm()
    {
        using DisposeScope scope = NewDisposeScope();
        int length = State.Trained.Layout.Length;
        Tensor squares = zeros(1, float64, trained.Gradient.device);
        for (int start = 0; start < length; start += Stretch)
        {
            using DisposeScope piece = NewDisposeScope();
            squares.add_(trained.Gradient.narrow(0, start, Math.Min(Stretch, length - start)).square().sum(float64));
        }

        return Math.Sqrt(squares.item<double>());
    }

    private T Own<T>(T part)
        where T : IDisposable
    {
        owned.Add(part);
        return part;
    }

    public override void Dispose() => owned.ForEach(part => part.Dispose());
}
