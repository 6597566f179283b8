namespace Tapir.Models.Network;

/// <summary>The loss of the pairs of a micro-batch, and the weight that each row's cross-entropy has in its gradient: negative where a response was rejected.</summary>
/// <remarks>With <c>z = β · (margin - reference margin)</c> the loss is <c>-log σ(z)</c>, and its derivative by a chosen token's log-probability <c>-β · σ(-z)</c>.</remarks>
internal sealed record PreferenceLoss(double Loss, float[] RowWeights)
{
    public static PreferenceLoss Of(IReadOnlyList<PackedPair> pairs, float[] logProbabilities)
    {
        double loss = 0;
        float[] weights = new float[logProbabilities.Length];
        foreach (PackedPair pair in pairs)
        {
            double z = pair.Beta * (Sum(logProbabilities, pair.Chosen, pair.Rejected) - Sum(logProbabilities, pair.Rejected, pair.End) - pair.ReferenceMargin);
            // log(1 + e^-z), without overflow on either side.
            loss += pair.Weight * (Math.Max(-z, 0) + Math.Log(1 + Math.Exp(-Math.Abs(z))));
            float slope = (float)(pair.Weight * pair.Beta / (1 + Math.Exp(z)));
            weights.AsSpan(pair.Chosen..pair.Rejected).Fill(slope);
            weights.AsSpan(pair.Rejected..pair.End).Fill(-slope);
        }

        return new PreferenceLoss(loss, weights);
    }

    private static double Sum(float[] values, int first, int end)
    {
        double sum = 0;
        for (int i = first; i < end; i++)
        {
            sum += values[i];
        }

        return sum;
    }
}
