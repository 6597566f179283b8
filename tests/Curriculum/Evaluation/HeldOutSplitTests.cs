using Tapir.Curriculum.Evaluation;
using Tapir.Curriculum.Examples;
using Tapir.Curriculum.Tasks;

namespace Tapir.Curriculum.Tests.Evaluation;

[TestClass]
public sealed class HeldOutSplitTests
{
    [TestMethod]
    public void Of_SeveralCells_HoldsOutTheSameNumberOfEach()
    {
        HeldOutSplit split = HeldOutSplit.Of([.. Examples(1, 50), .. Examples(2, 20), .. Examples(3, 6)], 5, 1);

        CollectionAssert.AreEqual(new[] { 5, 5, 3 }, split.HeldOut.CountBy(example => example.Level!.Value).OrderBy(level => level.Key).Select(level => level.Value).ToArray());
        Assert.HasCount(76, split.HeldOut.Concat(split.Rest).Distinct());
    }

    [TestMethod]
    public void Of_AnotherOrder_GivesTheSameSplit()
    {
        Example[] examples = Examples(1, 40);

        CollectionAssert.AreEqual(HeldOutSplit.Of(examples, 10, 1).HeldOut.ToArray(), HeldOutSplit.Of(examples.Reverse(), 10, 1).HeldOut.ToArray());
        CollectionAssert.AreNotEqual(HeldOutSplit.Of(examples, 10, 1).HeldOut.ToArray(), HeldOutSplit.Of(examples, 10, 2).HeldOut.ToArray());
    }

    private static Example[] Examples(int level, int count) =>
        [.. Enumerable.Range(0, count).Select(at => new Example($"{level}-{at:00}", $"{level} {at}", "x", TaskLabels.Math, "f", level, ExampleOrigins.Seed, null))];
}
