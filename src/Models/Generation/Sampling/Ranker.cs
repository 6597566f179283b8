using Tapir.Models.Kernels;

namespace Tapir.Models.Generation.Sampling;

/// <summary>Log-probabilities from logits.</summary>
internal sealed unsafe class Ranker(int best)
{
    private float[] copy = [];
    private double logSum;

    /// <summary>Looks at logits that are about to be changed.</summary>
    public void Look(float* logits, int count)
    {
        if (copy.Length < count)
        {
            copy = new float[count];
        }

        fixed (float* at = copy)
        {
            new ReadOnlySpan<float>(logits, count).CopyTo(copy);
            float largest = Reduction.Max(at, count);
            logSum = largest + Math.Log(Reduction.Exponentials(at, count, 1f, largest));
        }

        new ReadOnlySpan<float>(logits, count).CopyTo(copy);
    }

    /// <summary>The ranking of a token that was chosen from the logits looked at last.</summary>
    public TokenRanking Of(int token, int count)
    {
        PriorityQueue<int, (float Logit, int Order)> likeliest = new();
        for (int id = 0; id < count && best > 0; id++)
        {
            // Of equals the first id is the likelier one, so the last goes first.
            (float, int) place = (copy[id], -id);
            if (likeliest.Count < best)
            {
                likeliest.Enqueue(id, place);
            }
            else if (likeliest.TryPeek(out _, out (float Logit, int Order) least) && place.CompareTo(least) > 0)
            {
                likeliest.DequeueEnqueue(id, place);
            }
        }

        RankedToken[] ranked = new RankedToken[likeliest.Count];
        for (int i = ranked.Length - 1; i >= 0; i--)
        {
            int id = likeliest.Dequeue();
            ranked[i] = new RankedToken(id, copy[id] - logSum);
        }

        return new TokenRanking(copy[token] - logSum, ranked);
    }
}
