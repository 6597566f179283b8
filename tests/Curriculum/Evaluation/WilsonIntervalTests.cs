using Tapir.Curriculum.Evaluation;

namespace Tapir.Curriculum.Tests.Evaluation;

[TestClass]
public sealed class WilsonIntervalTests
{
    [TestMethod]
    [DataRow(15, 148, 0.062386, 0.160600)]
    [DataRow(81, 263, 0.255288, 0.366204)]
    [DataRow(1, 29, 0.006113, 0.171755)]
    public void Of_PublishedCases_GivesTheirIntervals(int correct, int total, double low, double high)
    {
        Estimate estimate = WilsonInterval.Of(correct, total);

        Assert.AreEqual(low, estimate.Low, 1e-3);
        Assert.AreEqual(high, estimate.High, 1e-3);
    }

    [TestMethod]
    public void Of_NoneAndAllRight_StaysWithinZeroAndOne()
    {
        Assert.AreEqual(0, WilsonInterval.Of(0, 20).Low);
        Assert.AreEqual(0.1611, WilsonInterval.Of(0, 20).High, 1e-4);
        Assert.AreEqual(1, WilsonInterval.Of(20, 20).High);
    }

    [TestMethod]
    public void Of_NoTasks_IsRefused()
    {
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => WilsonInterval.Of(0, 0));
    }
}
