using Tapir.Models.Kernels;

namespace Tapir.Models.Generation;

/// <summary>Keys and values of one block for the slots of a lane: keys across (<c>[head, d, positions]</c>), so that scores of all positions are
/// made at once; values along (<c>[head, positions, d]</c>).</summary>
internal sealed unsafe class KeyValueCache(AttentionShape shape, int slots, int positions) : IDisposable
{
    private readonly int span = SmallProduct.Padded(positions);
    private readonly int width = SmallProduct.Padded(shape.HeadDimension);
    private readonly Scratch keys = new(slots * shape.KeyValueHeads * shape.HeadDimension * SmallProduct.Padded(positions));
    private readonly Scratch values = new(slots * shape.KeyValueHeads * SmallProduct.Padded(positions) * SmallProduct.Padded(shape.HeadDimension));

    /// <summary>Stores the key and value of one row <c>[shape.Stride]</c> at a position.</summary>
    public void Store(int slot, int position, float* qkv)
    {
        for (int head = 0; head < shape.KeyValueHeads; head++)
        {
            float* key = qkv + shape.KeyOffset(head);
            float* across = Keys(slot, head) + position;
            for (int c = 0; c < shape.HeadDimension; c++)
            {
                across[(long)c * span] = key[c];
            }

            new ReadOnlySpan<float>(qkv + shape.ValueOffset(head), shape.HeadDimension).CopyTo(new Span<float>(Values(slot, head) + ((long)position * width), width));
        }
    }

    /// <summary>Attention of one row over the positions up to and including <paramref name="position"/>; output <c>[heads · d]</c>.</summary>
    /// <param name="scores">Room for <c>group · padded positions</c>.</param>
    /// <param name="mixed">Room for <c>group · padded d</c>.</param>
    /// <param name="slot">Whose keys and values.</param>
    /// <param name="position">The position of the row.</param>
    /// <param name="qkv">The row, already stored and rotated.</param>
    /// <param name="output">Where the result goes.</param>
    public void Attend(int slot, int position, float* qkv, float* output, Scratch scores, Scratch mixed)
    {
        int seen = position + 1, columns = SmallProduct.Padded(seen), group = shape.Group, d = shape.HeadDimension;
        for (int head = 0; head < shape.KeyValueHeads; head++)
        {
            scores.Clear(group * span);
            SmallProduct.Accumulate(qkv + (head * group * d), d, 1, Keys(slot, head), span, scores.At, span, group, columns, d);
            for (int row = 0; row < group; row++)
            {
                float* line = scores.At + (row * span);
                float sum = Reduction.Exponentials(line, seen, shape.Scale, shape.Scale * Reduction.Max(line, seen));
                Reduction.Scale(line, seen, 1f / sum);
            }

            mixed.Clear(group * width);
            SmallProduct.Accumulate(scores.At, span, 1, Values(slot, head), width, mixed.At, width, group, width, seen);
            for (int row = 0; row < group; row++)
            {
                new ReadOnlySpan<float>(mixed.At + (row * width), d).CopyTo(new Span<float>(output + (((head * group) + row) * d), d));
            }
        }
    }

    private float* Keys(int slot, int head) => keys.At + ((((long)slot * shape.KeyValueHeads) + head) * shape.HeadDimension * span);

    private float* Values(int slot, int head) => values.At + ((((long)slot * shape.KeyValueHeads) + head) * span * width);

    public void Dispose()
    {
        keys.Dispose();
        values.Dispose();
    }
}
