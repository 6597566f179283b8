namespace Tapir.Curriculum.Evaluation;

/// <summary>The mean difference of two arms measured on the same seeds, with its 95 % t interval.</summary>
/// <param name="Mean">First arm minus second, with its interval.</param>
/// <param name="Pairs">Number of seeds, 2 or more.</param>
public sealed record PairedDifference(Estimate Mean, int Pairs)
{
    /// <param name="first">One value per seed.</param>
    /// <param name="second">The other arm's values, for the same seeds in the same order.</param>
    /// <exception cref="ArgumentException">The arms have different numbers of seeds, or fewer than two: one pair has no spread.</exception>
    public static PairedDifference Of(IReadOnlyList<double> first, IReadOnlyList<double> second)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        if (first.Count != second.Count || first.Count < 2)
        {
            throw new ArgumentException(
                $"A paired difference needs the same two or more seeds in both arms; there are {first.Count} and {second.Count}.", nameof(second));
        }

        double[] differences = [.. first.Zip(second, (one, other) => one - other)];
        double mean = differences.Average();
        double variance = differences.Sum(difference => (difference - mean) * (difference - mean)) / (differences.Length - 1);
        double half = StudentT.Quantile975(differences.Length - 1) * Math.Sqrt(variance / differences.Length);
        return new PairedDifference(new Estimate(mean, mean - half, mean + half), differences.Length);
    }
}
