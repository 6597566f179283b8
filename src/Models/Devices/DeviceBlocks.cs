using Tapir.Models.Network;
using TorchSharp;
using static TorchSharp.torch;

namespace Tapir.Models.Devices;

/// <summary>The blocks of a decoder on a device.</summary>
internal sealed class DeviceBlocks(StudentConfig config, DeviceWeights weights, DeviceProducts products)
{
    /// <summary>The output of a block from its input, both <c>[tokens, width]</c>.</summary>
    /// <param name="batch">Whose tokens they are.</param>
    /// <param name="layer">Which block.</param>
    /// <param name="x">The input.</param>
    /// <param name="attend">Makes <c>[tokens, heads · d]</c> of projected queries, keys and values.</param>
    public Tensor Of(DeviceBatch batch, int layer, Tensor x, Func<DeviceLayer, Tensor, Tensor> attend)
    {
        using DisposeScope scope = NewDisposeScope();
        DeviceLayer own = weights.Layers[layer];
        Tensor qkv = products.Of(batch, layer, BlockProduct.Qkv, DeviceNorm.Of(x, own.AttentionNorm, config.NormEpsilon), own.Qkv);
        Tensor attended = attend(own, config.AttentionBias ? qkv + own.QkvBias : qkv);
        Tensor middle = x + products.Of(batch, layer, BlockProduct.Output, attended, own.Output);
        Tensor gateUp = products.Of(batch, layer, BlockProduct.GateUp, DeviceNorm.Of(middle, own.MlpNorm, config.NormEpsilon), own.GateUp);
        Tensor activated = nn.functional.silu(gateUp.narrow(1, 0, config.MlpWidth)) * gateUp.narrow(1, config.MlpWidth, config.MlpWidth);
        return (middle + products.Of(batch, layer, BlockProduct.Down, activated, own.Down)).MoveToOuterDisposeScope();
    }
}
