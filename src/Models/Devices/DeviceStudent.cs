using Tapir.Models.NativeLibrary;
using Tapir.Models.Network;
using static TorchSharp.torch;

namespace Tapir.Models.Devices;

/// <summary>A student on a device that is asked and not trained: its weights, and the parts that compute with them.</summary>
internal sealed class DeviceStudent : IDisposable
{
    private readonly AdapterSet none;
    private readonly DeviceParameters flat;
    private readonly DeviceParameters thin;

    public DeviceStudent(StudentWeights weights, ComputeDevice device, ProductPrecision precision)
    {
        Torch.ComputeOnThisThread();
        Config = weights.Config;
        Device = device.ToTorch();
        none = AdapterSet.None(Config);
        thin = new DeviceParameters(none, Device, isTrained: false);
        flat = new DeviceParameters(weights.Parameters, Device, isTrained: false);
        Weights = new DeviceWeights(Config, weights.Parameters.Layout, flat);
        Products = new DeviceProducts(Config, new DeviceAdapter(none, thin), precision);
        Attention = new DeviceAttention(Config, Products, Device);
        Blocks = new DeviceBlocks(Config, Weights, Products);
    }

    public StudentConfig Config { get; }

    public Device Device { get; }

    public DeviceWeights Weights { get; }

    public DeviceAttention Attention { get; }

    public DeviceBlocks Blocks { get; }

    public DeviceProducts Products { get; }

    /// <summary>Logits <c>[rows, vocabulary]</c> of rows that the last block left, <c>[rows, width]</c>.</summary>
    public Tensor Logits(Tensor rows) => Products.Of(DeviceNorm.Of(rows, Weights.FinalNorm, Config.NormEpsilon), Weights.Head.t());

    public void Dispose()
    {
        Attention.Dispose();
        thin.Dispose();
        flat.Dispose();
        none.Dispose();
    }
}
