namespace Tapir.Models.Kernels;

/// <summary>Softmax cross-entropy of logits <c>[rows, vocabulary]</c> against one target a row.</summary>
internal static unsafe class CrossEntropy
{
    /// <summary>Returns <c>Σ weight · -log p(target)</c> and replaces the logits by its gradient times <paramref name="factor"/>.</summary>
    public static double Gradient(float* logits, ReadOnlySpan<int> targets, ReadOnlySpan<float> weights, int vocabulary, float factor)
    {
        double loss = 0;
        for (int row = 0; row < targets.Length; row++, logits += vocabulary)
        {
            float target = logits[targets[row]];
            float largest = Reduction.Max(logits, vocabulary);
            float sum = Reduction.Exponentials(logits, vocabulary, 1f, largest);
            loss += weights[row] * (largest + Math.Log(sum) - target);
            float scale = weights[row] * factor;
            Reduction.Scale(logits, vocabulary, scale / sum);
            logits[targets[row]] -= scale;
        }

        return loss;
    }
}
