namespace Tapir.Models.Kernels;

/// <summary>Causal attention over sequences packed one after the other, so that nothing is spent on padding.</summary>
/// <remarks>Only the log-sum-exp of each row is kept; the backward pass recomputes the probabilities (Dao et al., FlashAttention, 2022).
/// Queries go in blocks, and a block sees only the keys up to its last row.</remarks>
internal sealed unsafe class Attention(AttentionShape shape, int longest) : IDisposable
{
    private const int Block = 32;
    private readonly int width = SmallProduct.Padded(shape.HeadDimension);
    private readonly int span = SmallProduct.Padded(longest);
    private readonly Scratch keysAcross = new(shape.HeadDimension * SmallProduct.Padded(longest));
    private readonly Scratch valuesAcross = new(shape.HeadDimension * SmallProduct.Padded(longest));
    private readonly Scratch keys = new(longest * SmallProduct.Padded(shape.HeadDimension));
    private readonly Scratch values = new(longest * SmallProduct.Padded(shape.HeadDimension));
    private readonly Scratch dKeys = new(longest * SmallProduct.Padded(shape.HeadDimension));
    private readonly Scratch dValues = new(longest * SmallProduct.Padded(shape.HeadDimension));
    private readonly Scratch scores = new(Block * SmallProduct.Padded(longest));
    private readonly Scratch dScores = new(Block * SmallProduct.Padded(longest));
    private readonly Scratch queries = new(Block * SmallProduct.Padded(shape.HeadDimension));
    private readonly Scratch outputs = new(Block * SmallProduct.Padded(shape.HeadDimension));

    /// <summary>One sequence, one key head with its group of queries. qkv: <c>[length, shape.Stride]</c>, already rotated; output: <c>[length, heads · d]</c>;
    /// logSums: <c>[length, heads]</c>.</summary>
    public void Forward(int group, float* qkv, float* output, float* logSums, int length)
    {
        int d = shape.HeadDimension;
        Transpose(qkv + shape.KeyOffset(group), keysAcross.At, length);
        Gather(qkv + shape.ValueOffset(group), shape.Stride, values.At, length);
        for (int head = group * shape.Group; head < (group + 1) * shape.Group; head++)
        {
            for (int first = 0; first < length; first += Block)
            {
                int rows = Math.Min(Block, length - first), seen = first + rows, columns = SmallProduct.Padded(seen);
                scores.Clear(rows * span);
                SmallProduct.Accumulate(
                    qkv + (first * shape.Stride) + (head * d), shape.Stride, 1, keysAcross.At, span, scores.At, span, rows, columns, d);
                outputs.Clear(rows * width);
                for (int row = 0; row < rows; row++)
                {
                    float* line = scores.At + (row * span);
                    int visible = first + row + 1;
                    float shift = shape.Scale * Reduction.Max(line, visible);
                    float sum = Reduction.Exponentials(line, visible, shape.Scale, shift);
                    Reduction.Scale(line, visible, 1f / sum);
                    new Span<float>(line + visible, seen - visible).Clear();
                    logSums[((first + row) * shape.Heads) + head] = shift + MathF.Log(sum);
                }

                SmallProduct.Accumulate(scores.At, span, 1, values.At, width, outputs.At, width, rows, width, seen);
                Scatter(outputs.At, output + (first * shape.OutputWidth) + (head * d), shape.OutputWidth, rows);
            }
        }
    }

    /// <summary>Writes the gradients of the group's queries, keys and values to <paramref name="dQkv"/>, laid out as <paramref name="qkv"/>.</summary>
    public void Backward(int group, float* qkv, float* output, float* logSums, float* dOutput, float* dQkv, int length)
    {
        Transpose(qkv + shape.KeyOffset(group), keysAcross.At, length);
        Transpose(qkv + shape.ValueOffset(group), valuesAcross.At, length);
        Gather(qkv + shape.KeyOffset(group), shape.Stride, keys.At, length);
        dKeys.Clear(length * width);
        dValues.Clear(length * width);
        for (int head = group * shape.Group; head < (group + 1) * shape.Group; head++)
        {
            for (int first = 0; first < length; first += Block)
            {
                BackwardBlock(qkv, output, logSums, dOutput, dQkv, head, first, Math.Min(Block, length - first));
            }
        }

        Scatter(dKeys.At, dQkv + shape.KeyOffset(group), shape.Stride, length);
        Scatter(dValues.At, dQkv + shape.ValueOffset(group), shape.Stride, length);
    }

    private void BackwardBlock(float* qkv, float* output, float* logSums, float* dOutput, float* dQkv, int head, int first, int rows)
    {
        int d = shape.HeadDimension, seen = first + rows, columns = SmallProduct.Padded(seen);
        float* query = qkv + (first * shape.Stride) + (head * d);
        float* dOut = dOutput + (first * shape.OutputWidth) + (head * d);
        scores.Clear(rows * span);
        dScores.Clear(rows * span);
        SmallProduct.Accumulate(query, shape.Stride, 1, keysAcross.At, span, scores.At, span, rows, columns, d);
        SmallProduct.Accumulate(dOut, shape.OutputWidth, 1, valuesAcross.At, span, dScores.At, span, rows, columns, d);
        for (int row = 0; row < rows; row++)
        {
            float* line = scores.At + (row * span);
            float* dLine = dScores.At + (row * span);
            int visible = first + row + 1;
            Reduction.Exponentials(line, visible, shape.Scale, logSums[((first + row) * shape.Heads) + head]);
            float inner = Reduction.Dot(dOut + (row * shape.OutputWidth), output + ((first + row) * shape.OutputWidth) + (head * d), d);
            SoftmaxGradient.Apply(line, dLine, visible, inner, shape.Scale);
            new Span<float>(line + visible, seen - visible).Clear();
            new Span<float>(dLine + visible, seen - visible).Clear();
        }

        Gather(dOut, shape.OutputWidth, outputs.At, rows);
        SmallProduct.Accumulate(scores.At, 1, span, outputs.At, width, dValues.At, width, seen, width, rows);
        Gather(query, shape.Stride, queries.At, rows);
        SmallProduct.Accumulate(dScores.At, 1, span, queries.At, width, dKeys.At, width, seen, width, rows);
        outputs.Clear(rows * width);
        SmallProduct.Accumulate(dScores.At, span, 1, keys.At, width, outputs.At, width, rows, width, seen);
        Scatter(outputs.At, dQkv + (first * shape.Stride) + (head * d), shape.Stride, rows);
    }

    // [length, d] strided by the row of qkv -> [d, span]
    private void Transpose(float* source, float* target, int length)
    {
        for (int i = 0; i < length; i++, source += shape.Stride)
        {
            for (int c = 0; c < shape.HeadDimension; c++)
            {
                target[(c * span) + i] = source[c];
            }
        }
    }

    // Rows of d -> rows of the padded width; the padding stays zero.
    private void Gather(float* source, int stride, float* target, int rows)
    {
        for (int i = 0; i < rows; i++, source += stride, target += width)
        {
            new ReadOnlySpan<float>(source, shape.HeadDimension).CopyTo(new Span<float>(target, width));
        }
    }

    private void Scatter(float* source, float* target, int stride, int rows)
    {
        for (int i = 0; i < rows; i++, source += width, target += stride)
        {
            new ReadOnlySpan<float>(source, shape.HeadDimension).CopyTo(new Span<float>(target, shape.HeadDimension));
        }
    }

    public void Dispose()
    {
        foreach (Scratch scratch in (Scratch[])[keysAcross, valuesAcross, keys, values, dKeys, dValues, scores, dScores, queries, outputs])
        {
            scratch.Dispose();
        }
    }
}
