using Tapir.Models.Kernels;

namespace Tapir.Models.Network;

/// <summary>Forward and backward pass over one micro-batch, written out by hand.</summary>
/// <remarks>At a student's size an operation of an autograd engine costs as much as the arithmetic in it. Here the matrix products are libtorch's
/// and everything between them is one fused loop; nothing is allocated per step. One pass belongs to one thread. The tests check the
/// gradients against libtorch's own autograd.</remarks>
internal sealed unsafe class DecoderPass : IDisposable
{
    private readonly StudentConfig config;
    private readonly AttentionShape shape;
    private readonly Attention attention;
    private readonly RotaryTable rotary;
    private readonly OutputLoss output;
    private readonly LayerActivations[] layers;
    private readonly Matrix last;
    private readonly Matrix dHidden;
    private readonly Matrix dNormed;
    private readonly Matrix dAttended;
    private readonly Matrix dQkv;
    private readonly Matrix dActivated;
    private readonly int tokens;

    /// <summary>Memory for micro-batches of at most <paramref name="tokens"/> tokens.</summary>
    public DecoderPass(StudentConfig config, int tokens)
    {
        this.config = config;
        this.tokens = tokens;
        shape = new AttentionShape(config.Heads, config.KeyValueHeads, config.HeadDimension);
        attention = new Attention(shape, config.ContextLength);
        rotary = new RotaryTable(config.ContextLength, config.HeadDimension, config.RopeTheta);
        output = new OutputLoss(config, tokens);
        layers = [.. Enumerable.Range(0, config.Layers).Select(_ => new LayerActivations(config, tokens))];
        last = Matrix.Zeros(tokens, config.Width);
        dHidden = Matrix.Zeros(tokens, config.Width);
        dNormed = Matrix.Zeros(tokens, config.Width);
        dAttended = Matrix.Zeros(tokens, shape.OutputWidth);
        dQkv = Matrix.Zeros(tokens, shape.Stride);
        dActivated = Matrix.Zeros(tokens, config.MlpWidth);
    }

    /// <summary>Adds the gradients of <c>Σ weight · cross-entropy / divisor</c> to <paramref name="gradients"/> and returns <c>Σ weight · cross-entropy</c>.</summary>
    public double Run(ParameterSet weights, PackedBatch batch, ParameterSet gradients, double divisor)
    {
        Forward(weights, batch);
        dHidden.Values[..(batch.Ids.Length * config.Width)].Clear();
        double loss = output.Run(weights, last, batch, gradients, dHidden, (float)(1 / divisor));
        Backward(weights, batch, gradients);
        return loss;
    }

    /// <summary><c>Σ weight · cross-entropy</c> alone.</summary>
    public double Loss(ParameterSet weights, PackedBatch batch)
    {
        Forward(weights, batch);
        return output.Loss(weights, last, batch);
    }

    /// <summary>Logits <c>[tokens, vocabulary]</c> of every row.</summary>
    public float[] Logits(ParameterSet weights, int[] ids)
    {
        Forward(weights, PackedBatch.OfText(ids));
        return output.Logits(weights, last, ids.Length);
    }

    /// <summary>Runs prompts and leaves the rotated keys and values of each block in <see cref="Qkv"/> and the last hidden rows in <see cref="Hidden"/>.</summary>
    public void Prefill(ParameterSet weights, PackedBatch batch) => Forward(weights, batch);

    /// <summary>Queries, keys and values of a block, as <see cref="AttentionShape"/> lays them out.</summary>
    public Matrix Qkv(int layer) => layers[layer].Qkv;

    /// <summary>Output of the last block before the final norm, <c>[tokens, width]</c>.</summary>
    public Matrix Hidden => last;

    private void Forward(ParameterSet weights, PackedBatch batch)
    {
        int count = batch.Ids.Length, d = config.Width;
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, tokens, nameof(batch));
        float epsilon = (float)config.NormEpsilon;
        EmbeddingRows.Gather(weights.Embedding.At, batch.Ids, (layers.Length > 0 ? layers[0].Input : last).At, d);
        for (int i = 0; i < layers.Length; i++)
        {
            LayerActivations kept = layers[i];
            LayerParameters layer = weights.Layers[i];
            using LayerRows rows = new(kept, count);
            RmsNorm.Forward(kept.Input.At, layer.AttentionNorm.At, kept.AttentionInput.At, kept.AttentionScales.At, count, d, epsilon);
            Product.Forward(rows.AttentionInput, layer.Qkv, rows.Qkv);
            ForEachSequence(batch, (start, length) =>
            {
                float* qkv = kept.Qkv.At + ((long)start * shape.Stride);
                for (int t = 0; t < length; t++)
                {
                    rotary.Rotate(qkv + ((long)t * shape.Stride), shape.Heads + shape.KeyValueHeads, t, 1f);
                }

                attention.Forward(qkv, kept.Attended.At + ((long)start * shape.OutputWidth), kept.LogSums.At + (start * shape.Heads), length);
            });
            kept.Input.Values[..(count * d)].CopyTo(kept.Middle.Values);
            Product.ForwardOnto(rows.Attended, layer.Output, rows.Middle);
            RmsNorm.Forward(kept.Middle.At, layer.MlpNorm.At, kept.MlpInput.At, kept.MlpScales.At, count, d, epsilon);
            Product.Forward(rows.MlpInput, layer.GateUp, rows.GateUp);
            SwiGlu.Forward(kept.GateUp.At, kept.Activated.At, count, config.MlpWidth);
            Matrix next = i + 1 < layers.Length ? layers[i + 1].Input : last;
            kept.Middle.Values[..(count * d)].CopyTo(next.Values);
            using Matrix nextRows = next.First(count);
            Product.ForwardOnto(rows.Activated, layer.Down, nextRows);
        }
    }

    private void Backward(ParameterSet weights, PackedBatch batch, ParameterSet gradients)
    {
        int count = batch.Ids.Length, d = config.Width;
        using Matrix dHiddenRows = dHidden.First(count), dNormedRows = dNormed.First(count), dAttendedRows = dAttended.First(count);
        using Matrix dQkvRows = dQkv.First(count), dActivatedRows = dActivated.First(count);
        for (int i = layers.Length - 1; i >= 0; i--)
        {
            LayerActivations kept = layers[i];
            LayerParameters layer = weights.Layers[i], gradient = gradients.Layers[i];
            using LayerRows rows = new(kept, count);
            Product.InputGradient(dHiddenRows, layer.Down, dActivatedRows);
            Product.WeightGradient(dHiddenRows, rows.Activated, gradient.Down);
            SwiGlu.Backward(kept.GateUp.At, dActivated.At, count, config.MlpWidth);
            Product.InputGradient(rows.GateUp, layer.GateUp, dNormedRows);
            Product.WeightGradient(rows.GateUp, rows.MlpInput, gradient.GateUp);
            RmsNorm.Backward(kept.Middle.At, layer.MlpNorm.At, kept.MlpScales.At, dNormed.At, dHidden.At, gradient.MlpNorm.At, count, d);

            Product.InputGradient(dHiddenRows, layer.Output, dAttendedRows);
            Product.WeightGradient(dHiddenRows, rows.Attended, gradient.Output);
            ForEachSequence(batch, (start, length) =>
            {
                long wide = (long)start * shape.Stride, narrow = (long)start * shape.OutputWidth;
                attention.Backward(
                    kept.Qkv.At + wide, kept.Attended.At + narrow, kept.LogSums.At + (start * shape.Heads), dAttended.At + narrow, dQkv.At + wide, length);
                for (int t = 0; t < length; t++)
                {
                    rotary.Rotate(dQkv.At + wide + ((long)t * shape.Stride), shape.Heads + shape.KeyValueHeads, t, -1f);
                }
            });
            Product.InputGradient(dQkvRows, layer.Qkv, dNormedRows);
            Product.WeightGradient(dQkvRows, rows.AttentionInput, gradient.Qkv);
            RmsNorm.Backward(kept.Input.At, layer.AttentionNorm.At, kept.AttentionScales.At, dNormed.At, dHidden.At, gradient.AttentionNorm.At, count, d);
        }

        EmbeddingRows.AddBack(dHidden.At, batch.Ids, gradients.Embedding.At, d);
    }

    private static void ForEachSequence(PackedBatch batch, Action<int, int> run)
    {
        for (int i = 0; i + 1 < batch.Starts.Length; i++)
        {
            run(batch.Starts[i], batch.Starts[i + 1] - batch.Starts[i]);
        }
    }

    public void Dispose()
    {
        foreach (IDisposable part in (IDisposable[])[attention, output, last, dHidden, dNormed, dAttended, dQkv, dActivated, .. layers])
        {
            part.Dispose();
        }
    }
}
