using Tapir.Models.Training;

namespace Tapir.Models.Tests.Training;

[TestClass]
public sealed class TrainingPlanTests
{
    private static readonly int[] Lengths = [.. Enumerable.Range(0, 50).Select(i => 5 + (i * 7 % 30))];

    [TestMethod]
    public void Of_TwoEpochs_UsesEveryExampleTwice()
    {
        TrainingPlan plan = TrainingPlan.Of(Lengths, new TrainingOptions { Epochs = 2, BatchTokens = 100 });

        int[] uses = [.. plan.Steps.SelectMany(step => step.Rows).CountBy(row => row.Example).Select(pair => pair.Value)];
        Assert.HasCount(50, uses);
        Assert.IsTrue(uses.All(count => count == 2));
        Assert.AreEqual(2 * Lengths.Sum(), plan.Tokens);
    }

    [TestMethod]
    public void Of_BatchTokens_AreNeverExceeded()
    {
        TrainingPlan plan = TrainingPlan.Of(Lengths, new TrainingOptions { Epochs = 3, BatchTokens = 100 });

        Assert.IsTrue(plan.Steps.All(step => step.Rows.Sum(row => row.Length) <= 100));
    }

    [TestMethod]
    public void Of_TokenBudget_CutsTheLastRowToFit()
    {
        TrainingPlan plan = TrainingPlan.Of(Lengths, new TrainingOptions { Epochs = 9, BatchTokens = 100, TokenBudget = 1001 });

        Assert.AreEqual(1001, plan.Tokens);
        PlannedRow[] rows = [.. plan.Steps.SelectMany(step => step.Rows)];
        Assert.IsTrue(rows[..^1].All(row => row.Length == Lengths[row.Example]));
    }

    [TestMethod]
    public void Of_AnotherSeed_GivesAnotherOrder()
    {
        int[] Order(ulong seed) => [.. TrainingPlan.Of(Lengths, new TrainingOptions { Seed = seed }).Steps.SelectMany(step => step.Rows).Select(row => row.Example)];

        CollectionAssert.AreEqual(Order(1), Order(1));
        CollectionAssert.AreNotEqual(Order(1), Order(2));
    }

    [TestMethod]
    public void At_WholeTraining_RisesThenFallsToItsEnd()
    {
        TrainingOptions options = new() { LearningRate = 1, WarmupShare = 0.1, FinalRateShare = 0.05 };

        Assert.AreEqual(0.1, LearningRate.At(0, 100, options), 1e-12);
        Assert.AreEqual(1, LearningRate.At(9, 100, options), 1e-12);
        Assert.AreEqual(1, LearningRate.At(10, 100, options), 1e-12);
        Assert.AreEqual(0.05, LearningRate.At(99, 100, options), 1e-12);
    }
}
