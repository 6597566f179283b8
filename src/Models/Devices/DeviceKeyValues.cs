using Tapir.Models.Kernels;
using Tapir.Models.Network;
using TorchSharp;
using static TorchSharp.torch;

namespace Tapir.Models.Devices;

/// <summary>Keys and values of one block for answers side by side on a device, each <c>[slots, keyValueHeads, positions, d]</c>.</summary>
internal sealed class DeviceKeyValues : IDisposable
{
    private readonly StudentConfig config;
    private readonly Tensor keys;
    private readonly Tensor values;

    public DeviceKeyValues(StudentConfig config, int slots, int positions, Device device)
    {
        this.config = config;
        keys = zeros(slots, config.KeyValueHeads, positions, config.HeadDimension, float32, device).DetachFromDisposeScope();
        values = zeros(slots, config.KeyValueHeads, positions, config.HeadDimension, float32, device).DetachFromDisposeScope();
    }

    /// <summary>Keeps those of prompts, for slots from <paramref name="first"/> on.</summary>
    /// <param name="places">As <see cref="DeviceAttention.Places"/> gives them. What lies behind the end of a shorter prompt is kept too, and overwritten before anything looks there.</param>
    public void Store(int first, Tensor places)
    {
        long sequences = places.shape[0], longest = places.shape[1];
        Tensor Part(Tensor cache) => cache.narrow(0, first, sequences).narrow(2, 0, longest);
        Part(keys).copy_(places.narrow(2, config.Heads, config.KeyValueHeads).transpose(1, 2));
        Part(values).copy_(places.narrow(2, config.Heads + config.KeyValueHeads, config.KeyValueHeads).transpose(1, 2));
    }

    /// <summary>Keeps one row of each slot at its position, and attends from there over all positions up to it: <c>[slots, heads · d]</c>.</summary>
    /// <param name="heads">Rotated queries and keys, and values, <c>[slots, heads + 2 · keyValueHeads, d]</c>.</param>
    /// <param name="positions">Of each slot, <c>[slots]</c>.</param>
    /// <param name="seen">One more than the largest of them.</param>
    public Tensor Attend(Tensor heads, Tensor positions, int seen)
    {
        int d = config.HeadDimension, keyHeads = config.KeyValueHeads, group = config.Heads / keyHeads;
        long slots = heads.shape[0];
        Tensor at = positions.view(slots, 1, 1, 1), place = at.expand(slots, keyHeads, 1, d);
        keys.scatter_(2, place, heads.narrow(1, config.Heads, keyHeads).unsqueeze(2));
        values.scatter_(2, place, heads.narrow(1, config.Heads + keyHeads, keyHeads).unsqueeze(2));
        Tensor queries = heads.narrow(1, 0, config.Heads).view(slots, keyHeads, group, d);
        Tensor scores = queries.matmul(keys.narrow(2, 0, seen).transpose(2, 3)).mul(new AttentionShape(config.Heads, keyHeads, d).Scale);
        Tensor later = arange(seen, int64, heads.device).view(1, 1, 1, seen).gt(at);
        return nn.functional.softmax(scores.masked_fill(later, float.NegativeInfinity), -1).matmul(values.narrow(2, 0, seen)).view(slots, config.Heads * d);
    }

    public void Dispose()
    {
        keys.Dispose();
        values.Dispose();
    }
}
