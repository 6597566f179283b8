using Tapir.Activities.Reporting;
using Tapir.Orchestrations.Specs;

namespace Tapir.Activities.Tests.Reporting;

[TestClass]
public sealed class ComparisonFinderTests
{
    private static readonly RunSpec Spec = new() { Name = "maths" };

    [TestMethod]
    public async Task FindAsync_TwoPairsOfSeeds_ComparesWithAnInterval()
    {
        PlannerComparison comparison = await FindAsync(
            Run("tapir", 2, 0.6), Run("tapir", 1, 0.5), Run("random", 1, 0.4), Run("random", 2, 0.45), Run("random", 3, 0.9));

        Compared compared = Assert.IsInstanceOfType<Compared>(comparison);
        Assert.AreEqual("random", compared.Against);
        Assert.AreSequenceEqual([new SeedPair(1, 0.5, 0.4), new SeedPair(2, 0.6, 0.45)], compared.Pairs);
        Assert.AreEqual(0.125, compared.MeanDifference, 1e-9);
        Assert.IsLessThan(compared.MeanDifference, compared.Low);
        Assert.IsGreaterThan(compared.MeanDifference, compared.High);
        Assert.AreEqual(300, compared.TrainedTokens);
    }

    [TestMethod]
    public async Task FindAsync_RunOfTheBaseline_IsComparedWithTheOther()
    {
        Compared compared = Assert.IsInstanceOfType<Compared>(
            await FindAsync(Run("random", 1, 0.4), Run("tapir", 1, 0.5), Run("tapir", 2, 0.6), Run("random", 2, 0.3)));

        Assert.AreEqual("random", compared.Planner);
        Assert.AreEqual("tapir", compared.Against);
        Assert.AreEqual(-0.2, compared.MeanDifference, 1e-9);
    }

    [TestMethod]
    public async Task FindAsync_OnePair_ShowsItAndAsksForAnotherSeed()
    {
        NotCompared comparison = Assert.IsInstanceOfType<NotCompared>(await FindAsync(Run("tapir", 1, 0.5), Run("random", 1, 0.4)));

        StringAssert.Contains(comparison.Reason, "one pair only (seed 1");
        StringAssert.Contains(comparison.Reason, "at least two seeds");
    }

    [TestMethod]
    public async Task FindAsync_NoOtherRun_SaysHowToCompare() =>
        Assert.AreEqual(NotCompared.For("tapir"), await FindAsync(Run("tapir", 1, 0.5)));

    [TestMethod]
    public async Task FindAsync_OtherSpecBudgetNameOrUnfinishedOrDamaged_TakesNoPart()
    {
        RunReport other = Run("random", 1, 0.4);
        Assert.AreEqual(
            NotCompared.For("tapir"),
            await FindAsync(
                Run("tapir", 1, 0.5),
                other with { Name = "history" },
                other with { Origin = other.Origin with { ComparisonDigest = "a wider student" } },
                other with { Status = "running" },
                other with { Rounds = [other.Rounds[0] with { TrainedTokens = 200 }, other.Rounds[1]] }));
    }

    // The first is the run that looks; the rest lie beside it, and with them a folder without a report and half a report.
    private static async Task<PlannerComparison> FindAsync(RunReport mine, params RunReport[] others)
    {
        await using ActivityHouse house = new();
        RunReport[] named = [.. others.Select((report, index) => report with { Run = $"run-{index + 2}" })];
        foreach (RunReport other in named)
        {
            await File.WriteAllTextAsync(Path.Combine(house.RunFolder(other.Run), "report.json"), ReportJson.Serialize(other));
        }

        house.RunFolder("run-98");
        await File.WriteAllTextAsync(Path.Combine(house.RunFolder("run-99"), "report.json"), "{\"run\": \"run-9");
        return await new ComparisonFinder(house.RunFolder).FindAsync(mine with { Run = "run-1" }, Spec, CancellationToken.None);
    }

    private static RunReport Run(string planner, int seed, double accuracy) => new()
    {
        Run = "run",
        Name = Spec.Name,
        Status = "completed",
        Origin = new RunOrigin
        {
            TapirVersion = "1",
            StartedAt = DateTimeOffset.UnixEpoch,
            Planner = planner,
            RandomSeed = seed,
            NumericEnvironment = "cpu",
            SpecDigest = "0",
            ComparisonDigest = "1",
        },
        Headline = new Headline("S_0", new MacroAccuracy(0.1, 0, 0.2), "S_1", new MacroAccuracy(accuracy, 0, 1), HeldOutTasks: 100, Labels: 8),
        Rounds = [new RoundReport { Round = 0, TrainedTokens = 100 }, new RoundReport { Round = 1, TrainedTokens = 200 }],
    };
}
