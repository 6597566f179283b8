using Tapir.Activities.Reporting;
using Tapir.Artifacts;
using Tapir.Orchestrations.Evaluation;
using Tapir.Orchestrations.Preference;
using Tapir.Orchestrations.Reporting;
using Tapir.Orchestrations.Specs;
using Tapir.Orchestrations.Training;

namespace Tapir.Activities.Tests.Reporting;

/// <summary>What the report of a recorded run says of a preference tuning after it.</summary>
[TestClass]
public sealed class PreferenceReportTests
{
    private static readonly PairLogProbabilities[] Before =
    [
        // The chosen answer is the likelier one by token alone.
        new("a", Chosen: -20, Rejected: -10, ChosenTokens: 10, RejectedTokens: 2),
        new("b", Chosen: -20, Rejected: -10, ChosenTokens: 10, RejectedTokens: 10),
        new("c", Chosen: -20, Rejected: -10, ChosenTokens: 10, RejectedTokens: 10),
    ];

    // At β = 0.5 the rewards of chosen and rejected move apart by 1, 7 and -0.5 nats.
    private static readonly PairLogProbabilities[] After =
    [
        Before[0] with { Rejected = -12 },
        Before[1] with { Chosen = -18, Rejected = -22 },
        Before[2] with { Chosen = -21 },
    ];

    [TestMethod]
    public async Task Write_TunedRun_SaysWhatTheStudentMadeOfThePairs()
    {
        PreferenceReport preference = (await ReportAsync(input => input)).Preference!;

        Assert.AreEqual((1, 3, 0.5), (preference.Round, preference.Pairs, preference.Beta));
        Assert.AreEqual(1, preference.LikelierBefore!.Count);
        Assert.AreEqual(2, preference.LikelierAfter!.Count);
        Assert.AreEqual((2, 3), (preference.Rewarded!.Count, preference.Rewarded.Pairs));
        Assert.IsTrue(preference.Rewarded.Low < 2 / 3.0 && preference.Rewarded.High > 2 / 3.0);
        Assert.AreEqual(2.5, preference.Margin!.Mean, 1e-12);
        Assert.IsTrue(preference.Margin.Low < 2.5 && preference.Margin.High > 2.5);
        Assert.AreEqual("like a held-out task", preference.LeftOut.Single().Reason);
        Assert.AreEqual(new RoundPairs(1, 3), preference.ByRound.Single());
    }

    [TestMethod]
    public async Task Write_TunedRun_MeasuresTheTunedStudentAsOneMore()
    {
        RunReport report = await ReportAsync(input => input);

        Assert.AreSequenceEqual(["S_0", "S_1", "S_1 + preference"], report.Students.Select(student => student.Name).ToArray());
        Assert.AreEqual("S_1 + preference", report.Headline!.LastStudent);
        Assert.AreEqual(0.75, report.Headline.Last.Macro);
        Assert.AreEqual(0.75, report.Students[^1].Accuracy!.Macro);
        Assert.IsTrue(report.Samples.All(sample => sample.After.Student == "S_1 + preference"));
        Assert.IsTrue(report.Lineage.Any(entry => entry.What == "preference pairs"));
        Assert.IsTrue(report.Lineage.Any(entry => entry.What == "tuned student"));
        Assert.IsTrue(report.Origin.Readings.Any(reading => reading.Option == "training.preference"));
    }

    [TestMethod]
    public async Task Write_NothingToTuneOn_SaysSoAndKeepsTheLastRoundsStudent()
    {
        RunReport report = await ReportAsync(input => input with { Preference = input.Preference! with { Tuned = null } });

        Assert.AreEqual("S_1", report.Headline!.LastStudent);
        Assert.IsNull(report.Preference!.Rewarded);
        StringAssert.Contains(ReportPage.Render(report), "There was no pair to tune on");
    }

    [TestMethod]
    public async Task Write_OnePair_HasAMarginWithoutAnInterval()
    {
        RunReport report = await ReportAsync(input => input, pairs: 1);

        Assert.AreEqual(1, report.Preference!.Margin!.Mean, 1e-12);
        Assert.IsNull(report.Preference.Margin.Low);
    }

    [TestMethod]
    public async Task Write_RunWithoutATuning_SaysNothingOfIt()
    {
        await using ActivityHouse house = new();
        await house.Runner.RunAsync(ReportFunctions.Write, await house.InputOfAsync<WriteReport>("reporting.write"), "run-1");

        foreach (string file in new[] { "report.json", "report.html" })
        {
            Assert.DoesNotContain("preference", await File.ReadAllTextAsync(Path.Combine(house.RunFolder("run-1"), file)));
        }
    }

    private static async Task<RunReport> ReportAsync(Func<WriteReport, WriteReport> change, int pairs = 3)
    {
        await using ActivityHouse house = new();
        WriteReport input = await house.InputOfAsync<WriteReport>("reporting.write");
        Measurement measured = input.Rounds[^1].Measurement with { Accuracy = new AccuracyInterval(0.75, 0.7, 0.8) };
        ArtifactRef before = await house.Artifacts.PutLinesAsync(Before.Take(pairs)), after = await house.Artifacts.PutLinesAsync(After.Take(pairs));
        WriteReport tuned = input with
        {
            Spec = input.Spec with { Training = input.Spec.Training with { Preference = new PreferenceSpec { Beta = 0.5 } } },
            Preference = new PreferenceOutcome(
                1, new SelectedPairs(before, [before], pairs, 300, new Dictionary<int, int> { [1] = pairs }, new Dictionary<string, int> { ["like a held-out task"] = 2 }))
            {
                Tuned = new TunedStudent(input.Rounds[^1].Trained with { Tokens = 300, Losses = [new(100, 0.69), new(300, 0.4)] }, measured, [before], [after]),
            },
        };
        await house.Runner.RunAsync(ReportFunctions.Write, change(tuned), "run-1");
        return ReportJson.Parse(await File.ReadAllTextAsync(Path.Combine(house.RunFolder("run-1"), "report.json")));
    }
}
