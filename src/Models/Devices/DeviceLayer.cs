using static TorchSharp.torch;

namespace Tapir.Models.Devices;

/// <summary>The parameters of one block on a device, of the shapes that <see cref="Network.LayerParameters"/> has them in; vectors where those are one row, empty where the model has none.</summary>
internal sealed record DeviceLayer(
    Tensor AttentionNorm, Tensor Qkv, Tensor QkvBias, Tensor QueryNorm, Tensor KeyNorm, Tensor Output, Tensor MlpNorm, Tensor GateUp, Tensor Down);
