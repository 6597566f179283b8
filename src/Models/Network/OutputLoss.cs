using Tapir.Models.Kernels;

namespace Tapir.Models.Network;

/// <summary>Final norm, output projection and cross-entropy, for the rows that have a loss and in pieces: logits of prompt tokens are never made.</summary>
internal sealed unsafe class OutputLoss : IDisposable
{
    private const int Piece = 512;
    private readonly StudentConfig config;
    private readonly Matrix hidden;
    private readonly Matrix normed;
    private readonly Matrix logits;
    private readonly Matrix dNormed;
    private readonly Matrix dHidden;
    private readonly Scratch scales;

    public OutputLoss(StudentConfig config, int tokens)
    {
        this.config = config;
        int rows = Math.Min(tokens, Piece);
        hidden = Matrix.Zeros(rows, config.Width);
        normed = Matrix.Zeros(rows, config.Width);
        dNormed = Matrix.Zeros(rows, config.Width);
        dHidden = Matrix.Zeros(rows, config.Width);
        logits = Matrix.Zeros(rows, config.VocabularySize);
        scales = new Scratch(rows);
    }

    /// <summary>Returns <c>Σ weight · cross-entropy</c>; writes its gradient times <paramref name="factor"/>.</summary>
    public double Run(ParameterSet weights, Matrix last, PackedBatch batch, ParameterSet gradients, Matrix dLast, float factor)
    {
        double loss = 0;
        for (int first = 0; first < batch.LossRows.Length; first += hidden.Rows)
        {
            int count = Math.Min(hidden.Rows, batch.LossRows.Length - first);
            ReadOnlySpan<int> rows = batch.LossRows.AsSpan(first, count);
            using Matrix logitRows = logits.First(count), normedRows = normed.First(count), dNormedRows = dNormed.First(count);
            Project(weights, last, rows, normedRows, logitRows);
            loss += CrossEntropy.Gradient(
                logits.At, batch.Targets.AsSpan(first, count), batch.Weights.AsSpan(first, count), config.VocabularySize, factor);
            Product.InputGradient(logitRows, weights.Head, dNormedRows);
            Product.WeightGradient(logitRows, normedRows, gradients.Head);
            dHidden.Values[..(count * config.Width)].Clear();
            RmsNorm.Backward(
                hidden.At, weights.FinalNorm.At, scales.At, dNormed.At, dHidden.At, gradients.FinalNorm.At, count, config.Width);
            EmbeddingRows.AddBack(dHidden.At, rows, dLast.At, config.Width);
        }

        return loss;
    }

    public double Loss(ParameterSet weights, Matrix last, PackedBatch batch)
    {
        double loss = 0;
        for (int first = 0; first < batch.LossRows.Length; first += hidden.Rows)
        {
            int count = Math.Min(hidden.Rows, batch.LossRows.Length - first);
            using Matrix logitRows = logits.First(count), normedRows = normed.First(count);
            Project(weights, last, batch.LossRows.AsSpan(first, count), normedRows, logitRows);
            loss += CrossEntropy.Gradient(
                logits.At, batch.Targets.AsSpan(first, count), batch.Weights.AsSpan(first, count), config.VocabularySize, 0);
        }

        return loss;
    }

    public float[] Logits(ParameterSet weights, Matrix last, int count)
    {
        List<float> all = [];
        for (int first = 0; first < count; first += hidden.Rows)
        {
            int[] rows = [.. Enumerable.Range(first, Math.Min(hidden.Rows, count - first))];
            using Matrix logitRows = logits.First(rows.Length), normedRows = normed.First(rows.Length);
            Project(weights, last, rows, normedRows, logitRows);
            all.AddRange(logitRows.Values);
        }

        return [.. all];
    }

    private void Project(ParameterSet weights, Matrix last, ReadOnlySpan<int> rows, Matrix normedRows, Matrix logitRows)
    {
        EmbeddingRows.Gather(last.At, rows, hidden.At, config.Width);
        RmsNorm.Forward(hidden.At, weights.FinalNorm.At, normed.At, scales.At, rows.Length, config.Width, (float)config.NormEpsilon);
        Product.Forward(normedRows, weights.Head, logitRows);
    }

    public void Dispose()
    {
        foreach (IDisposable part in (IDisposable[])[hidden, normed, logits, dNormed, dHidden, scales])
        {
            part.Dispose();
        }
    }
}
