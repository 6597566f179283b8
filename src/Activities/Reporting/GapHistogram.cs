namespace Tapir.Activities.Reporting;

/// <summary>Distribution of the gap: the judge's score of the teacher's answer minus its score of the student's.</summary>
/// <param name="Bins">19 bins, one per whole gap from -9 to 9.</param>
/// <param name="Scored">Judgements with a gap.</param>
/// <param name="Unscored">Judgements without one, after all retries.</param>
/// <param name="Mean">Mean gap, -9 to 9; null where none was scored.</param>
public sealed record GapHistogram(IReadOnlyList<GapBin> Bins, int Scored, int Unscored, double? Mean)
{
    /// <summary>Counts gaps into whole numbers, halves away from zero.</summary>
    /// <param name="gaps">Gaps from -9 to 9; the order does not matter.</param>
    /// <param name="unscored">Judgements that have none.</param>
    /// <exception cref="ArgumentOutOfRangeException">A gap is not between -9 and 9.</exception>
    public static GapHistogram Of(IEnumerable<double> gaps, int unscored = 0)
    {
        ArgumentNullException.ThrowIfNull(gaps);
        // Sorted, so that the rounding of the sum, and with it the mean, does not depend on the order.
        double[] sorted = [.. gaps.Order()];
        int[] counts = new int[19];
        foreach (double gap in sorted)
        {
            if (!(gap is >= -9 and <= 9))
            {
                throw new ArgumentOutOfRangeException(nameof(gaps), gap, "A gap is a difference of two scores from 1 to 10, so it lies between -9 and 9.");
            }

            counts[(int)Math.Round(gap, MidpointRounding.AwayFromZero) + 9]++;
        }

        return new GapHistogram(
            [.. counts.Select((count, index) => new GapBin(index - 9, count))],
            sorted.Length,
            unscored,
            sorted.Length == 0 ? null : sorted.Average());
    }
}
