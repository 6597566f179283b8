using System.Text.Json.Nodes;
using Tapir.Activities.Reporting;
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
}
