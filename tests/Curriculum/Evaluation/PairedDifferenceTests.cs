using Tapir.Curriculum.Evaluation;

namespace Tapir.Curriculum.Tests.Evaluation;

[TestClass]
public sealed class PairedDifferenceTests
{
    [TestMethod]
    public void Of_FiveSeeds_GivesTheTInterval()
    {
        // Differences 1, 2, 3, 4, 5: mean 3, standard error sqrt(2.5 / 5), t(0.975, 4) = 2.776445.
        PairedDifference difference = PairedDifference.Of([11, 12, 13, 14, 15], [10, 10, 10, 10, 10]);

        Assert.AreEqual(3, difference.Mean.Value, 1e-12);
        Assert.AreEqual(3 - (2.776445 * Math.Sqrt(0.5)), difference.Mean.Low, 1e-5);
        Assert.AreEqual(3 + (2.776445 * Math.Sqrt(0.5)), difference.Mean.High, 1e-5);
    }

    [TestMethod]
    [DataRow(2, 12.7062)]
    [DataRow(3, 4.30265)]
    [DataRow(4, 3.18245)]
    [DataRow(10, 2.26216)]
    [DataRow(31, 2.04227)]
    public void Of_AnyNumberOfSeeds_UsesTheTabledQuantile(int seeds, double quantile)
    {
        double[] first = [.. Enumerable.Range(0, seeds).Select(at => (double)at)];
        double mean = first.Average();
        double error = Math.Sqrt(first.Sum(one => (one - mean) * (one - mean)) / (seeds - 1) / seeds);

        PairedDifference difference = PairedDifference.Of(first, new double[seeds]);

        Assert.AreEqual(quantile, (difference.Mean.High - mean) / error, 1e-4);
    }

    [TestMethod]
    public void Of_OneSeed_IsRefused()
    {
        Assert.ThrowsExactly<ArgumentException>(() => PairedDifference.Of([1], [2]));
    }
}
