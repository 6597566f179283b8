using Tapir.Models.Kernels;

namespace Tapir.Models.Network;

/// <summary>What happens to a row of queries, keys and values between their projection and attention: the bias, the norm of each head of queries and keys, and
/// the rotation to its position. The values only get their bias.</summary>
/// <remarks>Training and decoding both come by here, so that a variant of the architecture is written once. Thread-safe.</remarks>
internal sealed unsafe class ProjectedHeads
{
    private readonly AttentionShape shape;
    private readonly RotaryTable rotary;
    private readonly float epsilon;
    private readonly bool hasBias;
    private readonly bool hasNorm;

    /// <param name="config">The architecture.</param>
    /// <param name="positions">Positions from 0 below this can be rotated to.</param>
    public ProjectedHeads(StudentConfig config, int positions)
    {
        shape = new AttentionShape(config.Heads, config.KeyValueHeads, config.HeadDimension);
        rotary = new RotaryTable(positions, config.RopeScaling.Frequencies(config.HeadDimension, config.RopeTheta));
        epsilon = (float)config.NormEpsilon;
        hasBias = config.AttentionBias;
        hasNorm = config.QueryKeyNorm;
    }

    /// <summary>Heads that are normed and rotated: those of queries and keys.</summary>
    public int Turned => shape.Heads + shape.KeyValueHeads;

    /// <summary>One projected row <c>[stride]</c>, in place, for who needs no gradient.</summary>
    public void Finish(LayerParameters layer, float* row, int position)
    {
        if (hasBias)
        {
            Reduction.Add(row, layer.QkvBias.At, shape.Stride);
        }

        if (hasNorm)
        {
            float* scales = stackalloc float[Turned];
            Norm(layer, row, scales);
        }

        rotary.Rotate(row, Turned, position, 1f);
    }

    /// <summary>The same, and keeps what <see cref="Backward"/> needs: queries and keys before their norm, <c>[turned · d]</c>, and the norms' scales <c>[turned]</c>
    /// (neither is touched where the model has no such norm).</summary>
    public void Finish(LayerParameters layer, float* row, int position, float* before, float* scales)
    {
        if (hasBias)
        {
            Reduction.Add(row, layer.QkvBias.At, shape.Stride);
        }

        if (hasNorm)
        {
            new ReadOnlySpan<float>(row, Turned * shape.HeadDimension).CopyTo(new Span<float>(before, Turned * shape.HeadDimension));
            Norm(layer, row, scales);
        }

        rotary.Rotate(row, Turned, position, 1f);
    }

    /// <summary>Turns the gradient of one row of heads into that of their projection, in place, for one key head and its group of queries.</summary>
    /// <param name="layer">The block.</param>
    /// <param name="keyValueHead">Which group.</param>
    /// <param name="dRow">Gradient of the whole row, <c>[stride]</c>.</param>
    /// <param name="position">Of the row in its sequence.</param>
    /// <param name="before">As <see cref="Finish(LayerParameters, float*, int, float*, float*)"/> left it.</param>
    /// <param name="scales">The same.</param>
    /// <param name="dGains">Gradients of both gains are added here: queries' <c>[d]</c>, then keys' <c>[d]</c>.</param>
    public void Backward(LayerParameters layer, int keyValueHead, float* dRow, int position, float* before, float* scales, float* dGains)
    {
        int d = shape.HeadDimension, query = keyValueHead * shape.Group, key = shape.Heads + keyValueHead;
        rotary.Rotate(dRow + (query * d), shape.Group, position, -1f);
        rotary.Rotate(dRow + (key * d), 1, position, -1f);
        if (hasNorm)
        {
            NormBackward(layer.QueryNorm, query, shape.Group, dRow, before, scales, dGains);
            NormBackward(layer.KeyNorm, key, 1, dRow, before, scales, dGains + d);
        }
    }

    private void Norm(LayerParameters layer, float* row, float* scales)
    {
        int d = shape.HeadDimension;
        RmsNorm.Forward(row, layer.QueryNorm.At, row, scales, shape.Heads, d, epsilon);
        float* keys = row + (shape.Heads * d);
        RmsNorm.Forward(keys, layer.KeyNorm.At, keys, scales + shape.Heads, shape.KeyValueHeads, d, epsilon);
    }

    private void NormBackward(Matrix gain, int first, int heads, float* dRow, float* before, float* scales, float* dGain)
    {
        int d = shape.HeadDimension;
        float* dy = stackalloc float[heads * d];
        Span<float> place = new(dRow + (first * d), heads * d);
        place.CopyTo(new Span<float>(dy, heads * d));
        place.Clear();
        RmsNorm.Backward(before + (first * d), gain.At, scales + first, dy, dRow + (first * d), dGain, heads, d);
    }
}
