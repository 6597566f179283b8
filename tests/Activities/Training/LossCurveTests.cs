using Tapir.Activities.Training;
using Tapir.Orchestrations.Training;

namespace Tapir.Activities.Tests.Training;

[TestClass]
public sealed class LossCurveTests
{
    private readonly LossCurve curve = new();

    [TestMethod]
    public void Points_NoSteps_AreNone() => Assert.IsEmpty(curve.Points(5));

    [TestMethod]
    public void Points_FewerStepsThanPoints_AreTheSteps()
    {
        Add(3);

        Assert.AreSequenceEqual([new LossPoint(100, 1), new LossPoint(200, 2), new LossPoint(300, 3)], curve.Points(5));
    }

    [TestMethod]
    public void Points_MoreSteps_AreMeansAndReachTheEnd()
    {
        Add(7);

        // Three steps a point: means of 1 to 3 and 4 to 6, and what is left.
        Assert.AreSequenceEqual([new LossPoint(300, 2), new LossPoint(600, 5), new LossPoint(700, 7)], curve.Points(3));
    }

    private void Add(int steps)
    {
        for (int step = 1; step <= steps; step++)
        {
            curve.Add(step * 100, step);
        }
    }
}
