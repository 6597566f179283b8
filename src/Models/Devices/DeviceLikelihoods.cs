using Tapir.Models.Network;
using TorchSharp;
using static TorchSharp.torch;

namespace Tapir.Models.Devices;

/// <summary>What a student on a device thinks of texts.</summary>
/// <param name="student">Stays the caller's.</param>
internal sealed class DeviceLikelihoods(DeviceStudent student)
{
    /// <summary>Log-probability of the target of each row with a loss, <c>[loss rows]</c>, in nats.</summary>
    public float[] Of(PackedBatch batch)
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable forward = no_grad();
        DeviceBatch on = DeviceBatch.Of(batch, 0, student.Device);
        Tensor x = DeviceRows.Of(student.Weights.Embedding, on.Ids);
        for (int layer = 0; layer < student.Config.Layers; layer++)
        {
            x = student.Blocks.Of(on, layer, x, (own, qkv) => student.Attention.Attend(on, student.Attention.Places(on, own, qkv)));
        }

        return new DeviceLoss(student.Config, student.Weights, student.Products).LogProbabilities(on, x);
    }
}
