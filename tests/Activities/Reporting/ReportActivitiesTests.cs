using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Tapir.Activities.Reporting;
using Tapir.Artifacts;
using Tapir.Curriculum.Examples;
using Tapir.Functions;
using Tapir.Orchestrations.Distilling;
using Tapir.Orchestrations.Evaluation;
using Tapir.Orchestrations.Planning;
using Tapir.Orchestrations.Reporting;
using Tapir.Orchestrations.Students;
using Tapir.Teachers.Budgets;

namespace Tapir.Activities.Tests.Reporting;

/// <summary>The report of a recorded run.</summary>
[TestClass]
public sealed class ReportActivitiesTests
{
    [TestMethod]
    public async Task Write_SameRunElsewhere_MakesTheSameReportButForTimes()
    {
        Assert.AreEqual(await DocumentAsync(), await DocumentAsync());
    }

    [TestMethod]
    public async Task Write_RecordedRun_SaysWhatTheRunMade()
    {
        await using ActivityHouse house = new();
        WriteReport input = await house.InputOfAsync<WriteReport>("reporting.write");

        WrittenReport written = await house.Runner.RunAsync(ReportFunctions.Write, input, "run-1");

        string folder = house.RunFolder("run-1");
        RunReport report = ReportJson.Parse(await File.ReadAllTextAsync(Path.Combine(folder, written.Document)));
        Assert.AreEqual("completed", report.Status);
        Assert.HasCount(2, report.Rounds);
        Assert.AreEqual(input.Rounds[1].Trained.Tokens, report.Rounds[1].TrainedTokens);
        Assert.AreEqual(input.Seed.Seed.PoolCount, report.Seed!.RowsUsed - report.Seed.RowsHeldOut);
        Assert.IsTrue(report.Samples.GroupBy(sample => sample.Task).All(task => task.Count() <= 3));
        Assert.IsNotEmpty(report.Samples);
        StringAssert.StartsWith(await File.ReadAllTextAsync(Path.Combine(folder, written.Page)), "<!doctype html>", StringComparison.OrdinalIgnoreCase);
    }

    [TestMethod]
    public async Task Write_HardExamplesWereFew_SaysWhyTheShareShrank()
    {
        await using ActivityHouse house = new();
        WriteReport input = await house.InputOfAsync<WriteReport>("reporting.write");
        RoundOutcome last = input.Rounds[^1];
        AssemblySummary shrunk = last.Curriculum!.Assembled with { HardShareReason = "there are only 3 hard examples" };

        await house.Runner.RunAsync(ReportFunctions.Write, input with { Rounds = [.. input.Rounds.SkipLast(1), last with { Curriculum = last.Curriculum with { Assembled = shrunk } }] }, "run-1");

        Assert.AreEqual("there are only 3 hard examples", (await ReportAsync(house)).Rounds[^1].HardShare!.Reason);
        StringAssert.Contains(await File.ReadAllTextAsync(Path.Combine(house.RunFolder("run-1"), "report.html")), "there are only 3 hard examples");
    }

    [TestMethod]
    public async Task Write_LabelledSeed_CountsItsLabelsAndTheirSources()
    {
        await using ActivityHouse house = new();
        WriteReport input = await house.InputOfAsync<WriteReport>("reporting.write");

        await house.Runner.RunAsync(ReportFunctions.Write, input, "run-1");

        SeedReport seed = (await ReportAsync(house)).Seed!;
        Assert.AreSequenceEqual(input.Seed.Labels.Keys.Order(StringComparer.Ordinal).ToArray(), seed.Labels.Select(label => label.Label).ToArray());
        Assert.AreEqual(input.Seed.Sources.Values.Sum(), seed.LabelSources.Sum(source => source.Count));
        Assert.AreEqual(seed.Labels.Sum(label => label.Count), seed.LabelSources.Sum(source => source.Count));
    }

    [TestMethod]
    public async Task Write_RunThatIsPaused_SaysWhy()
    {
        await using ActivityHouse house = new();
        WriteReport input = await house.InputOfAsync<WriteReport>("reporting.write");

        await house.Runner.RunAsync(ReportFunctions.Write, input with { Student = null, Status = "paused", StatusReason = "The budget of 150 calls is spent." }, "run-1");

        Assert.AreEqual("The budget of 150 calls is spent.", (await ReportAsync(house)).StatusReason);
    }

    [TestMethod]
    public async Task Write_RowsOfTheUser_AreReportedByLossAndShareOfAllRows()
    {
        await using ActivityHouse house = new();
        WriteReport input = await house.InputOfAsync<WriteReport>("reporting.write");

        await house.Runner.RunAsync(ReportFunctions.Write, input with { Seed = input.Seed with { Seed = input.Seed.Seed with { Verifiable = false } } }, "run-1");

        RunReport report = ReportJson.Parse(await File.ReadAllTextAsync(Path.Combine(house.RunFolder("run-1"), "report.json")));
        Assert.IsNull(report.Headline);
        Assert.IsTrue(report.Rounds.All(round => round.Accuracy is null));
        HeldOutRows rows = report.Rounds[1].HeldOut!;
        Assert.AreEqual((double)rows.Correct / rows.Rows, rows.Accuracy, 1e-12);
        StringAssert.Contains(Verdict.Of(report), "held-out rows the loss went from");
    }

    [TestMethod]
    public async Task Write_RowsOfTheUser_AreReportedByTheirOverlapWithTheRecordedAnswers()
    {
        await using ActivityHouse house = new();
        WriteReport input = await house.InputOfAsync<WriteReport>("reporting.write");
        IReadOnlyList<Example> heldOut = await house.Artifacts.ReadShardsAsync<Example>(input.Seed.Seed.HeldOut, CancellationToken.None);
        RoundOutcome[] rounds =
        [
            await AnsweringAsync(house, input.Rounds[0], heldOut, _ => ""),
            await AnsweringAsync(house, input.Rounds[1], heldOut, example => example.Response),
        ];

        await house.Runner.RunAsync(
            ReportFunctions.Write, input with { Rounds = rounds, Seed = input.Seed with { Seed = input.Seed.Seed with { Verifiable = false } } }, "run-1");

        RunReport report = ReportJson.Parse(await File.ReadAllTextAsync(Path.Combine(house.RunFolder("run-1"), "report.json")));
        Assert.AreEqual(0.0, report.Rounds[0].HeldOut!.Overlap!.Value, 1e-12);
        Assert.AreEqual(1.0, report.Rounds[1].HeldOut!.Overlap!.Value, 1e-12);
    }

    [TestMethod]
    public async Task Write_RunIsNotOver_IsAReportOfARunningOne()
    {
        await using ActivityHouse house = new();
        WriteReport input = await house.InputOfAsync<WriteReport>("reporting.write");

        await house.Runner.RunAsync(ReportFunctions.Write, input with { Student = null, Rounds = [input.Rounds[0]] }, "run-1");

        RunReport report = ReportJson.Parse(await File.ReadAllTextAsync(Path.Combine(house.RunFolder("run-1"), "report.json")));
        Assert.AreEqual("running", report.Status);
        Assert.IsNull(report.Headline);
        Assert.IsNull(report.Origin.FinishedAt);
    }

    [TestMethod]
    public async Task Write_RunThatFailed_SaysSo()
    {
        await using ActivityHouse house = new();
        WriteReport input = await house.InputOfAsync<WriteReport>("reporting.write");

        await house.Runner.RunAsync(ReportFunctions.Write, input with { Student = null, Status = "failed" }, "run-1");

        Assert.AreEqual("failed", (await ReportAsync(house)).Status);
    }

    [TestMethod]
    public async Task Write_BudgetWasRaised_ShowsTheRaisedOne()
    {
        await using ActivityHouse house = new();
        WriteReport input = await house.InputOfAsync<WriteReport>("reporting.write");
        await house.Rooms.Ledger.SetBudgetAsync("run-1", new BudgetLimits(Calls: 77));

        await house.Runner.RunAsync(ReportFunctions.Write, input, "run-1");

        Assert.AreEqual(77, (await ReportAsync(house)).Spending.Budget!.Calls);
    }

    [TestMethod]
    public async Task Write_FinishedRunAgain_KeepsWhenItFinishedAndCountsNoReports()
    {
        await using ActivityHouse house = new();
        WriteReport input = await house.InputOfAsync<WriteReport>("reporting.write");
        await house.Runner.RunAsync(StudentFunctions.Export, await house.InputOfAsync<ExportStudent>("students.export"), "run-1");

        await house.Runner.RunAsync(ReportFunctions.Write, input, "run-1");
        RunReport first = await ReportAsync(house);
        await house.Runner.RunAsync(ReportFunctions.Write, input, "run-1");
        RunReport again = await ReportAsync(house);

        Assert.AreEqual(first.Origin.FinishedAt, again.Origin.FinishedAt);
        Assert.AreSequenceEqual(["students.export@1"], again.Spending.Functions.Select(function => function.Function).ToArray());
    }

    [TestMethod]
    public async Task Write_FinishedRun_LeavesAManifestOfWhatMadeWhat()
    {
        await using ActivityHouse house = new();
        WriteReport input = await house.InputOfAsync<WriteReport>("reporting.write");
        ExportedStudent student = await house.Runner.RunAsync(StudentFunctions.Export, await house.InputOfAsync<ExportStudent>("students.export"), "run-1");
        StoredResult training = await TrainedByAsync(house, input);

        await house.Runner.RunAsync(ReportFunctions.Write, input with { Student = student }, "run-1");

        Manifest manifest = ManifestOf(house);
        ManifestEntry trained = manifest.Artifacts.Single(entry => entry.Names.Contains("student of round 1"));
        Assert.AreEqual(input.Rounds[1].Trained.Student.Model, trained.Artifact);
        Assert.AreEqual((training.Function, training.Version, training.Key), (trained.MadeBy!.Function, trained.MadeBy.Version, trained.MadeBy.Key));
        Assert.AreSequenceEqual([input.Rounds[1].TrainingSet], trained.MadeBy.Inputs.ToArray());
        Assert.IsTrue(manifest.Artifacts.Any(entry => entry.Names.Contains("training set of round 1") && entry.Artifact == input.Rounds[1].TrainingSet));
        Assert.AreSequenceEqual(["reporting.write", "students.export"], manifest.Files.Select(file => file.MadeBy!.Function).Distinct().Order().ToArray());
        CollectionAssert.IsSubsetOf(new[] { "report.html", "report.json", "student/model.safetensors" }, manifest.Files.Select(file => file.Path).ToArray());
        foreach (ManifestFile file in manifest.Files)
        {
            Assert.AreEqual(Convert.ToHexStringLower(SHA256.HashData(await File.ReadAllBytesAsync(Path.Combine(house.RunFolder("run-1"), file.Path)))), file.Digest, file.Path);
        }
    }

    [TestMethod]
    public async Task Write_AgainAfterTheIndexWasDeleted_KeepsTheLineage()
    {
        await using ActivityHouse house = new();
        WriteReport input = await house.InputOfAsync<WriteReport>("reporting.write");
        StoredResult training = await TrainedByAsync(house, input);
        await house.Runner.RunAsync(ReportFunctions.Write, input, "run-1");
        await house.Rooms.Results.DropDerivedAsync(input.Rounds[1].TrainingSet.ToString());

        await house.Runner.RunAsync(ReportFunctions.Write, input, "run-1");

        Assert.AreEqual(training.Key, ManifestOf(house).Artifacts.Single(entry => entry.Names.Contains("student of round 1")).MadeBy!.Key);
        Assert.AreEqual("training.run-slice@1", (await ReportAsync(house)).Lineage.Single(entry => entry is { What: "student", Round: 1 }).MadeBy);
    }

    [TestMethod]
    public async Task Write_ManifestDamaged_WritesItAnew()
    {
        await using ActivityHouse house = new();
        WriteReport input = await house.InputOfAsync<WriteReport>("reporting.write");
        await File.WriteAllTextAsync(Path.Combine(house.RunFolder("run-1"), "manifest.json"), "{");

        await house.Runner.RunAsync(ReportFunctions.Write, input, "run-1");

        Assert.IsNull(ManifestOf(house).Artifacts.Single(entry => entry.Names.Contains("student of round 1")).MadeBy, "Nobody knows what made it.");
    }

    [TestMethod]
    public async Task Write_Always_LeavesNoFileThatIsNotIts()
    {
        await using ActivityHouse house = new();

        await house.Runner.RunAsync(ReportFunctions.Write, await house.InputOfAsync<WriteReport>("reporting.write"), "run-1");

        CollectionAssert.IsSubsetOf(
            Directory.GetFiles(house.RunFolder("run-1")).Select(Path.GetFileName).ToArray(), new[] { "manifest.json", "report.html", "report.json", "report.lock", "seed-rejected.jsonl" });
    }

    /// <summary>Makes the index know what made the student of round 1.</summary>
    private static async Task<StoredResult> TrainedByAsync(ActivityHouse house, WriteReport run)
    {
        StoredResult result = new(
            new string('a', 64), "training.run-slice", 1, "here", RunId: null, $"{{\"examples\":\"{run.Rounds[1].TrainingSet}\"}}", $"{{\"model\":\"{run.Rounds[1].Trained.Student.Model}\"}}",
            Reproducible: true, DateTimeOffset.UnixEpoch, TimeSpan.FromSeconds(1));
        await house.Rooms.Results.StoreAsync(result);
        return result;
    }

    private static Manifest ManifestOf(ActivityHouse house) => Manifest.Parse(File.ReadAllText(Path.Combine(house.RunFolder("run-1"), "manifest.json")));

    private static async Task<RunReport> ReportAsync(ActivityHouse house) =>
        ReportJson.Parse(await File.ReadAllTextAsync(Path.Combine(house.RunFolder("run-1"), "report.json")));

    private static async Task<string> DocumentAsync()
    {
        await using ActivityHouse house = new();
        WriteReport input = await house.InputOfAsync<WriteReport>("reporting.write");
        await house.Runner.RunAsync(ReportFunctions.Write, input, "run-1");
        JsonNode report = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(house.RunFolder("run-1"), "report.json")))!;
        foreach (string time in new[] { "startedAt", "finishedAt", "wallSeconds" })
        {
            report["origin"]!.AsObject().Remove(time);
        }

        report["spending"]!.AsObject().Remove("functions");
        return report.ToJsonString();
    }

    private static async Task<RoundOutcome> AnsweringAsync(ActivityHouse house, RoundOutcome round, IReadOnlyList<Example> heldOut, Func<Example, string> answer) => round with
    {
        Measurement = round.Measurement with
        {
            Grades = await house.Artifacts.PutLinesAsync([.. heldOut.Select(example => new GradedAnswer(example.Id, example.Task.Name, answer(example), Exact: false, Score: 1))]),
        },
    };
}
