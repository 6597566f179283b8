using Tapir.Models.Network;
using TorchSharp;
using static TorchSharp.torch;

namespace Tapir.Models.Devices;

/// <summary>Decodes answers side by side on a device: prompts first, then one token of each at a time.</summary>
internal sealed class DeviceDecoder : IDisposable
{
    private const int PrefillTokens = 2048;
    private readonly DeviceStudent student;
    private readonly DeviceKeyValues[] caches;

    /// <param name="student">Stays the caller's.</param>
    /// <param name="slots">How many answers.</param>
    /// <param name="positions">The most that prompt and answer of one take.</param>
    public DeviceDecoder(DeviceStudent student, int slots, int positions)
    {
        this.student = student;
        caches = [.. Enumerable.Range(0, student.Config.Layers).Select(_ => new DeviceKeyValues(student.Config, slots, positions, student.Device))];
    }

    /// <summary>Logits after each prompt, <c>[slots · vocabulary]</c>.</summary>
    public float[] Prefill(IReadOnlyList<int[]> prompts)
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable forward = no_grad();
        List<Tensor> last = [];
        for (int first = 0; first < prompts.Count;)
        {
            List<int> ids = [], starts = [0];
            int next = first;
            for (; next < prompts.Count && (next == first || ids.Count + prompts[next].Length <= PrefillTokens); next++)
            {
                ids.AddRange(prompts[next]);
                starts.Add(ids.Count);
            }

            last.Add(Prefill(new PackedBatch([.. ids], [.. starts], [], [], []), first));
            first = next;
        }

        return Read(cat(last, 0));
    }

    /// <summary>Takes one token of each answer in at its position, and gives the logits of what follows, <c>[slots · vocabulary]</c>.</summary>
    public float[] Step(int[] tokens, int[] positions)
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable forward = no_grad();
        // One sequence each, of one token.
        DeviceBatch on = DeviceBatch.Of(new PackedBatch(tokens, [.. Enumerable.Range(0, tokens.Length + 1)], [], [], []), 0, student.Device) with
        {
            Positions = tensor([.. positions.Select(position => (long)position)], int64, student.Device),
        };
        int seen = positions.Max() + 1;
        return Read(Through(on, (layer, own, qkv) => caches[layer].Attend(student.Attention.Heads(on.Positions, own, qkv), on.Positions, seen)));
    }

    private Tensor Prefill(PackedBatch batch, int first)
    {
        using DisposeScope scope = NewDisposeScope();
        DeviceBatch on = DeviceBatch.Of(batch, 0, student.Device);
        Tensor rows = Through(on, (layer, own, qkv) =>
        {
            Tensor places = student.Attention.Places(on, own, qkv);
            caches[layer].Store(first, places);
            return student.Attention.Attend(on, places);
        });
        return DeviceRows.Of(rows, tensor([.. batch.Starts[1..].Select(end => end - 1L)], int64, student.Device)).MoveToOuterDisposeScope();
    }

    private Tensor Through(DeviceBatch on, Func<int, DeviceLayer, Tensor, Tensor> attend)
    {
        Tensor x = DeviceRows.Of(student.Weights.Embedding, on.Ids);
        for (int i = 0; i < caches.Length; i++)
        {
            int layer = i;
            x = student.Blocks.Of(on, layer, x, (own, qkv) => attend(layer, own, qkv));
        }

        return x;
    }

    private float[] Read(Tensor rows) => student.Logits(rows).cpu().data<float>().ToArray();

    public void Dispose() => Array.ForEach(caches, cache => cache.Dispose());
}
