using Tapir.Curriculum.Evaluation;

namespace Tapir.Curriculum.Rating;

/// <summary>How often the candidate is preferred, a tie as half, with its 95 % interval.</summary>
/// <remarks>The rate is (1 + d)/2 with d = (wins - losses)/compared, which has the form of a difference of two paired proportions. So its interval is the score
/// interval for such a difference (Tango 1998, Statistics in Medicine 17, 891-908), carried over. Without ties it is Wilson's; counting half a tie as half
/// a success in Wilson's would take ties for chance and be too wide.</remarks>
public static class WinRate
{
    // Standard normal quantile at 0.975.
    private const double Z = 1.959963984540054;

    private const int Bisections = 60;

    /// <exception cref="ArgumentOutOfRangeException">Nothing was compared, so there is no rate.</exception>
    public static Estimate Of(RatingCounts counts)
    {
        ArgumentNullException.ThrowIfNull(counts);
        ArgumentOutOfRangeException.ThrowIfLessThan(counts.Compared, 1, nameof(counts));
        double difference = (double)(counts.Wins - counts.Losses) / counts.Compared;
        double low = Limit(counts, difference, end: -1);
        double high = Limit(counts, difference, end: 1);
        return new Estimate((1 + difference) / 2, (1 + low) / 2, (1 + high) / 2);
    }

    // The difference, between what was found and the end of the range, whose score is just Z.
    private static double Limit(RatingCounts counts, double found, int end)
    {
        if (found * end >= 1)
        {
            return end;
        }

        double inside = found;
        double outside = end;
        for (int step = 0; step < Bisections; step++)
        {
            double middle = (inside + outside) / 2;
            (inside, outside) = Math.Abs(Score(counts, middle)) <= Z ? (middle, outside) : (inside, middle);
        }

        return inside;
    }

    /// <summary>How far the counts are from a true difference, in standard errors; the probability of a loss is the likeliest one under that difference.</summary>
    private static double Score(RatingCounts counts, double difference)
    {
        (double wins, double losses, double all) = (counts.Wins, counts.Losses, counts.Compared);
        double a = 2 * all;
        double b = -wins - losses + (((2 * all) - wins + losses) * difference);
        double c = -losses * difference * (1 - difference);
        double loss = (Math.Sqrt(Math.Max(0, (b * b) - (4 * a * c))) - b) / (2 * a);
        double variance = all * ((2 * loss) + (difference * (1 - difference)));
        double distance = wins - losses - (all * difference);
        return distance == 0 ? 0 : distance / Math.Sqrt(Math.Max(0, variance));
    }
}
