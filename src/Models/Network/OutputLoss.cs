using Tapir.Models.Kernels;

namespace Tapir.Models.Network;

/// <summary>Final norm, output projection and cross-entropy, for the rows that have a loss and in pieces: logits of prompt tokens are never made, and never those of all tokens at once.</summary>
internal sealed unsafe class OutputLoss : IDisposable
{
    private const int Piece = 512;
    private const int SmallestPiece = 128;

    // 128 MiB: with a vocabulary of up to 65,536 tokens a piece is a whole one.
    private const int MostLogits = 1 << 25;
    private static readonly Cut LossRows = new(32);
    private readonly StudentConfig config;
    private readonly Team team;
    private readonly PassCuts cuts;
    private readonly Matrix hidden;
    private readonly Matrix normed;
    private readonly Matrix logits;
    private readonly Matrix dNormed;
    private readonly Matrix dHidden;
    private readonly Scratch scales;
    private readonly Scratch frozenNorm;

    public OutputLoss(StudentConfig config, int tokens, Team team, PassCuts cuts)
    {
        this.config = config;
        this.team = team;
        this.cuts = cuts;
        int rows = Math.Min(tokens, Math.Clamp(MostLogits / config.VocabularySize, SmallestPiece, Piece));
        hidden = Matrix.Zeros(rows, config.Width);
        normed = Matrix.Zeros(rows, config.Width);
        dNormed = Matrix.Zeros(rows, config.Width);
        dHidden = Matrix.Zeros(rows, config.Width);
        logits = Matrix.Zeros(rows, config.VocabularySize);
        scales = new Scratch(rows);
        frozenNorm = new Scratch(config.Width);
    }

    /// <summary>Returns <c>Σ weight · cross-entropy</c>; writes its gradient times <paramref name="factor"/>. Without <paramref name="gradients"/> head and norm are frozen.</summary>
    public double Run(ParameterSet weights, Matrix last, PackedBatch batch, ParameterSet? gradients, Matrix dLast, float factor)
    {
        double loss = 0;
        float* dGain = gradients is null ? frozenNorm.At : gradients.FinalNorm.At;
        foreach (Stripe piece in Pieces(batch.LossRows.Length))
        {
            ReadOnlySpan<int> rows = batch.LossRows.AsSpan(piece.First, piece.Count);
            using Matrix logitRows = logits.First(piece.Count), normedRows = normed.First(piece.Count);
            Project(weights, last, rows, normedRows, logitRows);
            loss += Gradient(batch, piece, factor);
            Back(weights, gradients, normedRows, logitRows);
            dHidden.Values[..(piece.Count * config.Width)].Clear();
            RmsNorm.Backward(
                hidden.At, weights.FinalNorm.At, scales.At, dNormed.At, dHidden.At, dGain, piece.Count, config.Width);
            EmbeddingRows.AddBack(dHidden.At, rows, dLast.At, config.Width);
        }

        return loss;
    }

    public double Loss(ParameterSet weights, Matrix last, PackedBatch batch)
    {
        double loss = 0;
        foreach (Stripe piece in Pieces(batch.LossRows.Length))
        {
            using Matrix logitRows = logits.First(piece.Count), normedRows = normed.First(piece.Count);
            Project(weights, last, batch.LossRows.AsSpan(piece.First, piece.Count), normedRows, logitRows);
            loss += Gradient(batch, piece, 0);
        }

        return loss;
    }

    /// <summary>Of the target of each row with a loss.</summary>
    public float[] LogProbabilities(ParameterSet weights, Matrix last, PackedBatch batch)
    {
        float[] all = new float[batch.LossRows.Length];
        foreach (Stripe piece in Pieces(all.Length))
        {
            using Matrix logitRows = logits.First(piece.Count), normedRows = normed.First(piece.Count);
            Project(weights, last, batch.LossRows.AsSpan(piece.First, piece.Count), normedRows, logitRows);
            float[] one = [1f];
            team.Run(piece.Count, (_, row) => all[piece.First + row] = (float)-CrossEntropy.Gradient(
                logits.At + ((long)row * config.VocabularySize), batch.Targets.AsSpan(piece.First + row, 1), one, config.VocabularySize, 0));
        }

        return all;
    }

    public float[] Logits(ParameterSet weights, Matrix last, int count)
    {
        float[] all = new float[count * config.VocabularySize];
        foreach (Stripe piece in Pieces(count))
        {
            int[] rows = [.. Enumerable.Range(piece.First, piece.Count)];
            using Matrix logitRows = logits.First(rows.Length), normedRows = normed.First(rows.Length);
            Project(weights, last, rows, normedRows, logitRows);
            logitRows.Values.CopyTo(all.AsSpan(piece.First * config.VocabularySize));
        }

        return all;
    }

    private IEnumerable<Stripe> Pieces(int count)
    {
        for (int first = 0; first < count; first += hidden.Rows)
        {
            yield return new Stripe(first, Math.Min(hidden.Rows, count - first));
        }
    }

    private void Project(ParameterSet weights, Matrix last, ReadOnlySpan<int> rows, Matrix normedRows, Matrix logitRows)
    {
        EmbeddingRows.Gather(last.At, rows, hidden.At, config.Width);
        RmsNorm.Forward(hidden.At, weights.FinalNorm.At, normed.At, scales.At, rows.Length, config.Width, (float)config.NormEpsilon);
        Stripe[] stripes = cuts.Vocabulary.Of(config.VocabularySize);
        team.Run(stripes.Length, (_, i) => Product.Forward(normedRows, weights.Head, logitRows, stripes[i].First, stripes[i].Count));
    }

    // Whole where the pass is one thread's: then the losses are summed row by row.
    private double Gradient(PackedBatch batch, Stripe piece, float factor)
    {
        Stripe[] stripes = cuts == PassCuts.Whole ? [new Stripe(0, piece.Count)] : LossRows.Of(piece.Count);
        double[] losses = new double[stripes.Length];
        team.Run(stripes.Length, (_, i) =>
        {
            int first = piece.First + stripes[i].First, count = stripes[i].Count;
            losses[i] = CrossEntropy.Gradient(
                logits.At + ((long)stripes[i].First * config.VocabularySize),
                batch.Targets.AsSpan(first, count), batch.Weights.AsSpan(first, count), config.VocabularySize, factor);
        });
        return losses.Sum();
    }

    private void Back(ParameterSet weights, ParameterSet? gradients, Matrix normedRows, Matrix logitRows)
    {
        Stripe[] rows = cuts.Tokens.Of(logitRows.Rows), vocabulary = gradients is null ? [] : cuts.Vocabulary.Of(config.VocabularySize);
        team.Run(rows.Length + vocabulary.Length, (_, i) =>
        {
            if (i < rows.Length)
            {
                using Matrix from = logitRows.Part(rows[i].First, rows[i].Count), to = dNormed.Part(rows[i].First, rows[i].Count);
                Product.InputGradient(from, weights.Head, to);
                return;
            }

            Stripe stripe = vocabulary[i - rows.Length];
            Product.WeightGradient(logitRows, normedRows, gradients!.Head, stripe.First, stripe.Count);
        });
    }

    public void Dispose()
    {
        foreach (IDisposable part in (IDisposable[])[hidden, normed, logits, dNormed, dHidden, scales, frozenNorm])
        {
            part.Dispose();
        }
    }
}
