using Tapir.Models.Devices;
using Tapir.Models.Network;

namespace Tapir.Models.Tests.Devices;

/// <summary>One micro-batch through the tensors of a device, which is libtorch's processor here.</summary>
internal static class DeviceRun
{
    /// <summary>Loss, and gradients of all weights, or of the adapter alone where it has targets.</summary>
    public static (double Loss, float[] Gradients) Of(
        StudentWeights weights, AdapterSet adapter, PackedBatch batch, ulong key, double divisor, ProductPrecision precision = ProductPrecision.Float32, KeptActivations kept = KeptActivations.Everything)
    {
        bool isAdapter = adapter.Shape.Targets.Count > 0;
        TorchSharp.torch.Device device = ComputeDevice.TensorsOnCpu.ToTorch();
        using DeviceParameters all = new(weights.Parameters, device, isTrained: !isAdapter), thin = new(adapter, device, isTrained: isAdapter);
        using DevicePass pass = new(weights.Config, new DeviceWeights(weights.Config, weights.Parameters.Layout, all), new DeviceAdapter(adapter, thin), device, precision, kept);
        double loss = pass.Run(batch, key, divisor);
        return (loss, (isAdapter ? thin : all).Gradient.data<float>().ToArray());
    }

    /// <summary>The same of all weights.</summary>
    public static (double Loss, float[] Gradients) Of(StudentWeights weights, PackedBatch batch, double divisor)
    {
        using AdapterSet none = AdapterSet.None(weights.Config);
        return Of(weights, none, batch, 0, divisor);
    }
}
