using Tapir.Models.Network;

namespace Tapir.Models.Generation.Sampling;

/// <summary>Draws among the likeliest tokens only: the k likeliest, of them those that together have the probability p (Holtzman et al., nucleus sampling, 2019), and
/// none whose probability is below a share of the likeliest's. The likeliest always stays.</summary>
internal sealed class CandidateFilter(GenerationOptions options)
{
    private readonly List<(int Id, float Weight)> candidates = [];

    public bool IsNeeded => options.TopK > 0 || options.TopP < 1 || options.MinP > 0;

    /// <param name="weights">Probabilities in proportion, 1 for the likeliest.</param>
    /// <param name="sum">Of all of them.</param>
    public int Draw(ReadOnlySpan<float> weights, double sum, RandomStream random)
    {
        double kept = Keep(weights, sum);
        double left = random.NextDouble() * kept;
        foreach ((int id, float weight) in candidates)
        {
            left -= weight;
            if (left < 0)
            {
                return id;
            }
        }

        return candidates[0].Id;
    }

    // Leaves the candidates, the likeliest first, and returns the sum of their weights.
    private double Keep(ReadOnlySpan<float> weights, double sum)
    {
        Collect(weights, sum);
        candidates.Sort(static (a, b) => a.Weight != b.Weight ? b.Weight.CompareTo(a.Weight) : a.Id.CompareTo(b.Id));
        if (options.TopK > 0 && candidates.Count > options.TopK)
        {
            candidates.RemoveRange(options.TopK, candidates.Count - options.TopK);
        }

        double whole = options.TopK > 0 ? candidates.Sum(candidate => (double)candidate.Weight) : sum, kept = 0;
        int count = 0;
        while (count < candidates.Count && (count == 0 || (kept < options.TopP * whole && candidates[count].Weight >= options.MinP)))
        {
            kept += candidates[count++].Weight;
        }

        candidates.RemoveRange(count, candidates.Count - count);
        return kept;
    }

    // A vocabulary is long and its tail unlikely: only as much of it is sorted as can be needed.
    private void Collect(ReadOnlySpan<float> weights, double sum)
    {
        for (float floor = 1e-2f; ; floor = floor > 1e-12f ? floor * 1e-2f : 0)
        {
            candidates.Clear();
            double mass = 0;
            for (int id = 0; id < weights.Length; id++)
            {
                if (weights[id] >= floor)
                {
                    candidates.Add((id, weights[id]));
                    mass += weights[id];
                }
            }

            bool isEnough = options.TopK > 0 ? candidates.Count >= options.TopK : mass >= options.TopP * sum && options.TopP < 1;
            if (isEnough || floor <= options.MinP)
            {
                return;
            }
        }
    }
}
