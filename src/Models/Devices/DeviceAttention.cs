using Tapir.Models.Kernels;
using Tapir.Models.Network;
using TorchSharp;
using static TorchSharp.torch;

namespace Tapir.Models.Devices;

/// <summary>Causal attention of grouped heads, with what happens to a projected row before it: the norm of each head of queries and keys, and the rotation to its position.</summary>
/// <remarks>Written out in products and a softmax. libtorch's fused attention adds up gradients in whatever order its threads come on a GPU, and a training that goes on from a checkpoint has to
/// give the same bytes.</remarks>
internal sealed class DeviceAttention : IDisposable
{
    private readonly StudentConfig config;
    private readonly DeviceProducts products;
    private readonly Tensor cosines;
    private readonly Tensor sines;

    public DeviceAttention(StudentConfig config, DeviceProducts products, Device device)
    {
        this.config = config;
        this.products = products;
        RotaryTable table = new(config.ContextLength, config.RopeScaling.Frequencies(config.HeadDimension, config.RopeTheta));
        cosines = Table(table.Cosines, device);
        sines = Table(table.Sines, device);
    }

    /// <summary>Queries and keys normed and rotated, and values as they are, <c>[tokens, heads + 2 · keyValueHeads, d]</c>, from their projection, <c>[tokens, (heads + 2 · keyValueHeads) · d]</c>.</summary>
    public Tensor Heads(Tensor positions, DeviceLayer layer, Tensor qkv)
    {
        int d = config.HeadDimension, turned = config.Heads + config.KeyValueHeads;
        Tensor heads = qkv.view(qkv.shape[0], turned + config.KeyValueHeads, d);
        return cat([Rotated(positions, Normed(layer, heads.narrow(1, 0, turned))), heads.narrow(1, turned, config.KeyValueHeads)], 1);
    }

    /// <summary>The same of a micro-batch, its sequences side by side: <c>[sequences, longest, heads + 2 · keyValueHeads, d]</c>.</summary>
    public Tensor Places(DeviceBatch batch, DeviceLayer layer, Tensor qkv) =>
        DeviceRows.Of(Heads(batch.Positions, layer, qkv), batch.SideBySide).view(batch.Sequences, batch.Longest, config.Heads + (2 * config.KeyValueHeads), config.HeadDimension);

    /// <summary>Attention within each sequence, <c>[tokens, heads · d]</c>.</summary>
    public Tensor Attend(DeviceBatch batch, Tensor places)
    {
        int d = config.HeadDimension, heads = config.Heads, keys = config.KeyValueHeads, group = heads / keys, longest = batch.Longest;
        Tensor Part(int first) => places.narrow(2, first, keys).transpose(1, 2);
        // The queries of a group one below the other: they share their keys.
        Tensor q = places.narrow(2, 0, heads).view(batch.Sequences, longest, keys, group, d).permute(0, 2, 3, 1, 4).reshape(batch.Sequences, keys, group * longest, d);
        Tensor scores = products.Of(q, Part(heads).transpose(2, 3)).mul(new AttentionShape(heads, keys, d).Scale).view(batch.Sequences, keys, group, longest, longest);
        // Places behind the end of a sequence are behind all of its queries too.
        Tensor later = ones(longest, longest, @bool, places.device).triu(1);
        Tensor shares = nn.functional.softmax(scores.masked_fill(later, float.NegativeInfinity), -1).view(batch.Sequences, keys, group * longest, longest);
        Tensor attended = products.Of(shares, Part(heads + keys)).view(batch.Sequences, keys, group, longest, d).permute(0, 3, 1, 2, 4).reshape(batch.Sequences * longest, heads * d);
        return DeviceRows.Of(attended, batch.OneAfterTheOther);
    }

    private Tensor Normed(DeviceLayer layer, Tensor heads) => !config.QueryKeyNorm ? heads : cat(
        [
            DeviceNorm.Of(heads.narrow(1, 0, config.Heads), layer.QueryNorm, config.NormEpsilon),
            DeviceNorm.Of(heads.narrow(1, config.Heads, config.KeyValueHeads), layer.KeyNorm, config.NormEpsilon),
        ],
        1);

    private Tensor Rotated(Tensor positions, Tensor heads)
    {
        int half = config.HeadDimension / 2;
        Tensor cosine = DeviceRows.Of(cosines, positions).unsqueeze(1), sine = DeviceRows.Of(sines, positions).unsqueeze(1);
        Tensor a = heads.narrow(2, 0, half), b = heads.narrow(2, half, half);
        return cat([(a * cosine) - (b * sine), (b * cosine) + (a * sine)], 2);
    }

    private Tensor Table(float[] values, Device device)
    {
        using DisposeScope scope = NewDisposeScope();
        return tensor(values, config.ContextLength, config.HeadDimension / 2, float32, device).DetachFromDisposeScope();
    }

    public void Dispose()
    {
        cosines.Dispose();
        sines.Dispose();
    }
}
