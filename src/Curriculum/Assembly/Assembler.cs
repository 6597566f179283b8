using Tapir.Curriculum.Examples;
using Tapir.Curriculum.Planning;
using Tapir.Curriculum.Randomness;

namespace Tapir.Curriculum.Assembly;

/// <summary>Step 3g of the method: the training set of a round. Each example once; the hard share in tokens; what is held out stays out.</summary>
/// <remarks>
/// <para>By sampling ratio the expanded examples set the size: with e expanded tokens the set has e/(1-α), the hard ones up to α of that.
/// When hard examples are too few, the share shrinks; when nothing was expanded, all hard examples are used and the share is 1.</para>
/// <para>The same candidates give the same set, whatever the order of the expanded ones.</para>
/// </remarks>
public static class Assembler
{
    // Sizes come of divisions and may fall short of a whole number of tokens by less than this.
    private const double Rounding = 1e-6;

    /// <exception cref="ArgumentOutOfRangeException">The largest weight is below 1 or the overlap below 1.</exception>
    public static TrainingSet Assemble(AssemblyInput input)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentOutOfRangeException.ThrowIfLessThan(input.MaximumWeight, 1, nameof(input));
        CandidateScreen screen = new(new HeldOutSet(input.HeldOut, input.HeldOutOverlap));
        TrainingCandidate[] hard = screen.Pass(input.Hard);
        TrainingCandidate[] expanded = screen.Pass(Shuffled(input.Expanded, input.Seed, "expanded"));
        (int repeated, int heldOut) = (screen.Repeated, screen.HeldOut);
        TrainingCandidate[] fill = screen.Pass(Shuffled(input.Fill, input.Seed, "fill"));

        Picked picked = Pick(input, hard, expanded, fill);
        ShareWeights weights = input.Mixing == Mixing.Weights
            ? ShareWeights.For(input.HardShare.Value, picked.Hard.Tokens, picked.OtherTokens, input.MaximumWeight)
            : ShareWeights.None;
        (picked, weights) = WithoutWeightless(picked, weights);

        TrainingCandidate[] set =
        [
            .. picked.Hard.Taken.Select(one => one with { Example = one.Example with { Weight = weights.Hard } }),
            .. picked.Expanded.Taken.Concat(picked.Fill.Taken).Select(one => one with { Example = one.Example with { Weight = weights.Other } }),
        ];
        double share = picked.Tokens == 0 ? 0 : weights.Hard * picked.Hard.Tokens / picked.Tokens;
        AssemblyReport report = new(
            input.HardShare.Value,
            share,
            ReasonFor(input, share, picked, hard),
            picked.Hard.Taken.Count,
            picked.Expanded.Taken.Count,
            picked.Fill.Taken.Count,
            new TokenCount(picked.Tokens),
            repeated,
            heldOut,
            hard.Length + expanded.Length - picked.Hard.Taken.Count - picked.Expanded.Taken.Count);
        return new TrainingSet([.. Shuffled(set, input.Seed, "order").Select(one => one.Example)], report);
    }

    private static Picked Pick(AssemblyInput input, TrainingCandidate[] hard, TrainingCandidate[] expanded, TrainingCandidate[] fill)
    {
        long expandedTokens = expanded.Sum(one => one.Tokens.Value);
        double share = expandedTokens == 0 ? 1 : input.HardShare.Value;
        double unbounded = input.Mixing == Mixing.Weights || share == 1 ? double.PositiveInfinity : expandedTokens / (1 - share);
        double budget = input.Budget?.Value ?? double.PositiveInfinity;
        double size = fill.Length > 0 && input.Budget is not null ? budget : Math.Min(budget, unbounded);

        Picked picked = new(new TokenBin(), new TokenBin(), new TokenBin());
        TrainingCandidate[] hardLeft = picked.Hard.Fill(hard, HardBound(input.Mixing, share, size));
        picked.Expanded.Fill(expanded, size - picked.Hard.Tokens + Rounding);
        if (input.Mixing == Mixing.Weights && share > 0)
        {
            picked.Hard.Fill(hardLeft, size - picked.Expanded.Tokens);
        }

        if (input.Budget is not null)
        {
            picked.Fill.Fill(fill, size - picked.Hard.Tokens - picked.Expanded.Tokens);
        }

        return picked;
    }

    private static double HardBound(Mixing mixing, double share, double size)
    {
        // A share of 0 of an unbounded size is 0 examples, not "not a number"; one of no tokens is still an example.
        if (share == 0)
        {
            return -1;
        }

        return mixing == Mixing.Weights && double.IsInfinity(size) ? size : Math.Floor((share * size) + Rounding);
    }

    // Weight 0 is not trained on: it is left out instead of being carried along.
    private static (Picked Picked, ShareWeights Weights) WithoutWeightless(Picked picked, ShareWeights weights)
    {
        const double Nothing = 1e-9;
        if (weights.Hard > Nothing && weights.Other > Nothing)
        {
            return (picked, weights);
        }

        if (weights.Hard <= Nothing)
        {
            picked.Hard.Empty();
        }
        else
        {
            picked.Expanded.Empty();
            picked.Fill.Empty();
        }

        return (picked, ShareWeights.None);
    }

    private static string? ReasonFor(AssemblyInput input, double share, Picked picked, TrainingCandidate[] hard)
    {
        double difference = share - input.HardShare.Value;
        if (Math.Abs(difference) <= 0.01)
        {
            return null;
        }

        if (difference > 0)
        {
            return picked.OtherTokens == 0 ? "there are no examples that are not hard" : "there are too few examples that are not hard";
        }

        if (picked.Hard.Taken.Count < hard.Length)
        {
            return "no further hard example fits";
        }

        return input.Mixing == Mixing.Weights && hard.Length > 0
            ? $"the weight of a hard example is bounded by {input.MaximumWeight:0.##}"
            : $"there are only {hard.Length} hard examples";
    }

    private static TrainingCandidate[] Shuffled(IEnumerable<TrainingCandidate> candidates, long seed, string purpose)
    {
        TrainingCandidate[] shuffled = [.. candidates.OrderBy(one => one.Example.Id, StringComparer.Ordinal)];
        new SeededRandom(seed, $"training set, {purpose}").Shuffle(shuffled.AsSpan());
        return shuffled;
    }

    private sealed record Picked(TokenBin Hard, TokenBin Expanded, TokenBin Fill)
    {
        public long OtherTokens => Expanded.Tokens + Fill.Tokens;

        public long Tokens => Hard.Tokens + OtherTokens;
    }
}
