using System.Numerics.Tensors;
using Tapir.Models.Kernels;
using Tapir.Models.Network;

namespace Tapir.Models.Generation.Sampling;

/// <summary>Chooses the tokens of one answer, with a stream of chance of its own.</summary>
internal sealed unsafe class TokenChooser
{
    private readonly GenerationOptions options;
    private readonly RandomStream random;
    private readonly Penalties penalties;
    private readonly CandidateFilter filter;
    private readonly Ranker ranker;

    /// <param name="prompt">The repetition penalty counts its tokens too.</param>
    public TokenChooser(GenerationOptions options, ulong seed, ReadOnlySpan<int> prompt)
    {
        this.options = options;
        random = new RandomStream(seed);
        penalties = new Penalties(options, prompt);
        filter = new CandidateFilter(options);
        ranker = new Ranker(Math.Max(options.TopLogProbabilities, 0));
    }

    /// <summary>The token after these logits, which are changed on the way.</summary>
    public ChosenToken Choose(float* logits, int count)
    {
        bool isRanked = options.TopLogProbabilities >= 0;
        if (isRanked)
        {
            ranker.Look(logits, count);
        }

        penalties.Apply(logits);
        int token = Draw(logits, count);
        penalties.Count(token);
        return new ChosenToken(token, isRanked ? ranker.Of(token, count) : TokenRanking.None);
    }

    private int Draw(float* logits, int count)
    {
        int likeliest = TensorPrimitives.IndexOfMax(new ReadOnlySpan<float>(logits, count));
        if (options.Temperature <= 0)
        {
            return likeliest;
        }

        // From here on each is a weight, 1 for the likeliest. Temperatures that are nearly 0 would make the scale infinite.
        float scale = (float)Math.Min(1 / options.Temperature, 1e6);
        double sum = Reduction.Exponentials(logits, count, scale, scale * logits[likeliest]);
        ReadOnlySpan<float> weights = new(logits, count);
        if (filter.IsNeeded)
        {
            return filter.Draw(weights, sum, random);
        }

        double left = random.NextDouble() * sum;
        for (int id = 0; id < weights.Length; id++)
        {
            left -= weights[id];
            if (left < 0)
            {
                return id;
            }
        }

        return likeliest;
    }
}
