using CsCheck;
using Tapir.Curriculum.Evaluation;
using Tapir.Curriculum.Rating;

namespace Tapir.Curriculum.Tests.Rating;

[TestClass]
public sealed class WinRateTests
{
    private static readonly Gen<RatingCounts> AnyCounts =
        Gen.Select(Gen.Int[0, 80], Gen.Int[0, 80], Gen.Int[0, 80]).Where(drawn => drawn.Item1 + drawn.Item2 + drawn.Item3 > 0)
            .Select(drawn => new RatingCounts(drawn.Item1, drawn.Item2, drawn.Item3, BothBad: 3));

    // Differences of paired proportions, from chapter 8 of Fagerland, Lydersen and Laake, Statistical Analysis of Contingency Tables.
    [TestMethod]
    [DataRow(1, 7, 13, -0.517, -0.026)]
    [DataRow(6, 16, 139, -0.124, -0.0054)]
    public void Of_PublishedCases_GivesTheirIntervals(int wins, int losses, int ties, double low, double high)
    {
        Estimate rate = WinRate.Of(new RatingCounts(wins, losses, ties, 0));

        Assert.AreEqual((1 + low) / 2, rate.Low, 5e-4);
        Assert.AreEqual((1 + high) / 2, rate.High, 5e-4);
    }

    [TestMethod]
    public void Of_AnyCounts_IsWinsAndHalfTheTiesWithinItsInterval() => AnyCounts.Sample(counts =>
    {
        Estimate rate = WinRate.Of(counts);
        double expected = (counts.Wins + (counts.Ties / 2.0)) / (counts.Wins + counts.Losses + counts.Ties);
        return Math.Abs(rate.Value - expected) < 1e-12 && rate.Low >= 0 && rate.Low <= rate.Value && rate.Value <= rate.High && rate.High <= 1 && rate.High - rate.Low > 0;
    });

    [TestMethod]
    public void Of_SidesExchanged_IsTheMirrorImage() => AnyCounts.Sample(counts =>
    {
        Estimate rate = WinRate.Of(counts);
        Estimate mirrored = WinRate.Of(counts with { Wins = counts.Losses, Losses = counts.Wins });
        return Math.Abs(rate.Low + mirrored.High - 1) < 1e-9 && Math.Abs(rate.High + mirrored.Low - 1) < 1e-9;
    });

    [TestMethod]
    public void Of_NoTies_IsWilsons() => AnyCounts.Where(counts => counts.Wins + counts.Losses > 0).Sample(counts =>
    {
        Estimate rate = WinRate.Of(counts with { Ties = 0 });
        Estimate wilson = WilsonInterval.Of(counts.Wins, counts.Wins + counts.Losses);
        return Math.Abs(rate.Low - wilson.Low) < 1e-9 && Math.Abs(rate.High - wilson.High) < 1e-9;
    });

    [TestMethod]
    public void Of_TiesInsteadOfAsManyWinsAndLosses_IsNarrower() => AnyCounts.Where(counts => counts.Wins > 0 && counts.Losses > 0).Sample(counts =>
    {
        Estimate rate = WinRate.Of(counts);
        Estimate tied = WinRate.Of(new RatingCounts(counts.Wins - 1, counts.Losses - 1, counts.Ties + 2, 0));
        return tied.High - tied.Low < rate.High - rate.Low;
    });

    [TestMethod]
    public void Of_AnyCounts_ThoseWithinAreJustThoseThatAScoreTestDoesNotReject() => Gen.Select(AnyCounts, Gen.Double[0.01, 0.99]).Sample((counts, truth) =>
    {
        Estimate rate = WinRate.Of(counts);
        bool isWithin = truth >= rate.Low && truth <= rate.High;
        bool isNear = Math.Abs(truth - rate.Low) < 1e-3 || Math.Abs(truth - rate.High) < 1e-3;
        return isNear || isWithin == !IsRejected(counts, (2 * truth) - 1);
    });

    [TestMethod]
    public void Of_NothingCompared_IsRefused() => Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => WinRate.Of(new RatingCounts(0, 0, 0, 5)));

    // The same test by another way: the likeliest probabilities under the difference are searched for, not solved for.
    private static bool IsRejected(RatingCounts counts, double difference)
    {
        double Likelihood(double loss) => Part(counts.Wins, loss + difference) + Part(counts.Losses, loss) + Part(counts.Ties, 1 - (2 * loss) - difference);
        double low = Math.Max(0, -difference);
        double high = (1 - difference) / 2;
        for (int step = 0; step < 200; step++)
        {
            double third = (high - low) / 3;
            (low, high) = Likelihood(low + third) < Likelihood(high - third) ? (low + third, high) : (low, high - third);
        }

        double loss = (low + high) / 2;
        double variance = ((2 * loss) + difference - (difference * difference)) / counts.Compared;
        double found = (double)(counts.Wins - counts.Losses) / counts.Compared;
        return Math.Abs(found - difference) > 1.959963984540054 * Math.Sqrt(variance);
    }

    private static double Part(int count, double probability) => count == 0 ? 0 : count * Math.Log(Math.Max(probability, 1e-300));
}
