namespace Tapir.Activities.Reporting.Tests;

[TestClass]
public sealed class GapHistogramTests
{
    [TestMethod]
    public void Of_Gaps_CountsWholeNumbersFromMinusNineToNine()
    {
        GapHistogram histogram = GapHistogram.Of([-9, 0, 0.4, 2.5, 9], unscored: 2);

        Assert.HasCount(19, histogram.Bins);
        Assert.AreEqual(new GapBin(-9, 1), histogram.Bins[0]);
        Assert.AreEqual(2, histogram.Bins[9].Count);
        Assert.AreEqual(1, histogram.Bins[12].Count);
        Assert.AreEqual(1, histogram.Bins[18].Count);
        Assert.AreEqual(5, histogram.Scored);
        Assert.AreEqual(2, histogram.Unscored);
    }

    [TestMethod]
    public void Of_NoGaps_HasNoMean() => Assert.IsNull(GapHistogram.Of([]).Mean);

    [TestMethod]
    public void Of_AnotherOrder_GivesTheSameMean()
    {
        double[] gaps = [0.1, 0.7, 8.3, -2.2, 5.5, 0.3];

        Assert.AreEqual(GapHistogram.Of(gaps).Mean, GapHistogram.Of(gaps.Reverse()).Mean);
    }

    [TestMethod]
    [DataRow(9.5)]
    [DataRow(-10.0)]
    [DataRow(double.NaN)]
    public void Of_GapOutOfRange_Throws(double gap) => Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => GapHistogram.Of([gap]));
}
