using Tapir.Orchestrations.Distilling;

namespace Tapir.Orchestrations.Tests.Distilling;

[TestClass]
public sealed class RandomSeedsTests
{
    /// <summary>A run that was begun must find the same seeds when another build of Tapir goes on with it.</summary>
    [TestMethod]
    [DataRow(1, "import", 1233608991)]
    [DataRow(1, "label", 2110240715)]
    public void For_KnownPurpose_IsWhatItWas(int runSeed, string purpose, int expected) => Assert.AreEqual(expected, RandomSeeds.For(runSeed, purpose));

    [TestMethod]
    public void For_ManyPurposes_AreDifferentAndNotNegative()
    {
        int[] seeds = [.. from runSeed in Enumerable.Range(0, 20) from round in Enumerable.Range(1, 20) select RandomSeeds.For(runSeed, $"round-{round}/plan")];

        Assert.AreEqual(seeds.Length, seeds.Distinct().Count());
        Assert.IsTrue(seeds.All(seed => seed >= 0));
    }
}
