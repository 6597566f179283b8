using Tapir.Models.NativeLibrary;
using Tapir.Models.Network;
using TorchSharp;
using static TorchSharp.torch;

namespace Tapir.Models.Devices;

/// <summary>Forward and backward pass over one micro-batch by tensors of a device, differentiated by libtorch block by block.</summary>
/// <remarks>Each block is differentiated for itself, from the gradient of its output to that of its input: so a block can be computed a second time instead of being kept, and gives the same bits.
/// Whatever adds up here does so in one order (see <see cref="DeviceRows"/>, <see cref="DeviceAttention"/>).</remarks>
internal sealed class DevicePass : IDisposable
{
    private readonly DeviceWeights weights;
    private readonly DeviceAttention attention;
    private readonly DeviceBlocks blocks;
    private readonly DeviceLoss output;
    private readonly Device device;
    private readonly KeptActivations kept;

    /// <param name="config">The architecture.</param>
    /// <param name="weights">On the device; with gradients where they are trained.</param>
    /// <param name="adapter">The same; of <see cref="AdapterShape.None"/> for none.</param>
    /// <param name="kept">Everything, or the inputs of blocks alone.</param>
    public DevicePass(StudentConfig config, DeviceWeights weights, DeviceAdapter adapter, Device device, ProductPrecision precision, KeptActivations kept)
    {
        this.weights = weights;
        this.device = device;
        this.kept = kept;
        DeviceProducts products = new(config, adapter, precision);
        attention = new DeviceAttention(config, products, device);
        blocks = new DeviceBlocks(config, weights, products);
        output = new DeviceLoss(config, weights, products);
    }

    /// <summary>Adds the gradients of <c>Σ weight · cross-entropy / divisor</c> to those of what is trained and returns <c>Σ weight · cross-entropy</c>. For pairs it is the sum of their
    /// <see cref="PreferenceLoss"/> instead.</summary>
    public double Run(PackedBatch batch, ulong dropoutKey, double divisor)
    {
        Torch.ComputeOnThisThread();
        if (batch.LossRows.Length == 0)
        {
            return 0;
        }

        using DisposeScope scope = NewDisposeScope();
        DeviceBatch on = DeviceBatch.Of(batch, dropoutKey, device);
        Tensor embedded = DeviceRows.Of(weights.Embedding, on.Ids);
        Tensor[] inputs = new Tensor[weights.Layers.Count + 1], outputs = new Tensor[weights.Layers.Count];
        inputs[0] = embedded.detach().requires_grad_();
        for (int layer = 0; layer < outputs.Length; layer++)
        {
            outputs[layer] = Forward(on, layer, inputs[layer]);
            inputs[layer + 1] = outputs[layer].detach().requires_grad_();
        }

        double loss = output.Run(batch, on, inputs[^1], 1 / divisor);
        for (int layer = outputs.Length - 1; layer >= 0; layer--)
        {
            Backward(on, layer, inputs[layer], outputs[layer], inputs[layer + 1]);
        }

        if (embedded.requires_grad)
        {
            embedded.backward([inputs[0].grad!]);
        }

        return loss;
    }

    private Tensor Forward(DeviceBatch on, int layer, Tensor input)
    {
        if (kept == KeptActivations.Everything)
        {
            return Block(on, layer, input);
        }

        using IDisposable forward = no_grad();
        return Block(on, layer, input);
    }

    private Tensor Block(DeviceBatch on, int layer, Tensor input) => blocks.Of(on, layer, input, (own, qkv) => attention.Attend(on, attention.Places(on, own, qkv)));

    // What is behind it is needed no more.
    private void Backward(DeviceBatch on, int layer, Tensor input, Tensor output, Tensor next)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor differentiated = kept == KeptActivations.Everything ? output : Block(on, layer, input);
        differentiated.backward([next.grad!]);
        output.Dispose();
        next.Dispose();
    }

    public void Dispose() => attention.Dispose();
}
