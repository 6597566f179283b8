using System.Text.Json;

namespace Tapir.Activities.Reporting.Tests;

[TestClass]
public sealed class ReportJsonTests
{
    [TestMethod]
    public void Serialize_FullReport_ReadsBackToTheSameText()
    {
        string json = ReportJson.Serialize(SampleRun.Full());

        Assert.AreEqual(json, ReportJson.Serialize(ReportJson.Parse(json)));
    }

    [TestMethod]
    public void Serialize_EmptyReport_ReadsBackToTheSameText()
    {
        string json = ReportJson.Serialize(SampleRun.Empty());

        Assert.AreEqual(json, ReportJson.Serialize(ReportJson.Parse(json)));
    }

    [TestMethod]
    public void Serialize_ListsInAnotherOrder_GivesTheSameText()
    {
        RunReport report = SampleRun.Full();
        RunReport shuffled = report with
        {
            Rounds = [.. report.Rounds.Reverse().Select(round => round with { ByTask = [.. round.ByTask.Reverse()], Levels = [.. round.Levels.Reverse()] })],
            Samples = [.. report.Samples.Reverse()],
            Spending = report.Spending with { Functions = [.. report.Spending.Functions.Reverse()] },
        };

        Assert.AreEqual(ReportJson.Serialize(report), ReportJson.Serialize(shuffled));
    }

    [TestMethod]
    public void Serialize_FullReport_HasTheMembersOfTheCommandLine()
    {
        using JsonDocument json = JsonDocument.Parse(ReportJson.Serialize(SampleRun.Full()));
        JsonElement root = json.RootElement;
        JsonElement round = root.GetProperty("rounds")[3];

        Assert.AreEqual("quickstart-1", root.GetProperty("run").GetString());
        Assert.AreEqual("completed", root.GetProperty("status").GetString());
        Assert.AreEqual(3, round.GetProperty("round").GetInt32());
        Assert.IsTrue(round.GetProperty("accuracy").GetProperty("low").GetDouble() < round.GetProperty("accuracy").GetProperty("macro").GetDouble());
        Assert.AreEqual("Code Debug", round.GetProperty("byTask")[0].GetProperty("label").GetString());
        Assert.AreEqual(1_233_920, round.GetProperty("trainedTokens").GetInt64());
        Assert.AreEqual("student/", root.GetProperty("student").GetString());
    }

    [TestMethod]
    public void Serialize_RefinementsThatWereRejected_AreKept()
    {
        RunReport report = SampleRun.Empty() with { Rounds = [new RoundReport { Round = 1, Plan = new PlanReport([], []) { RefinementsRejected = 7 } }] };

        Assert.AreEqual(7, ReportJson.Parse(ReportJson.Serialize(report)).Rounds[0].Plan!.RefinementsRejected);
    }

    [TestMethod]
    public void Serialize_LossThatIsNotANumber_IsKept()
    {
        RunReport report = SampleRun.Empty() with { Rounds = [new RoundReport { Round = 0, Losses = [new LossPoint(10, double.NaN)] }] };

        Assert.IsTrue(double.IsNaN(ReportJson.Parse(ReportJson.Serialize(report)).Rounds[0].Losses[0].Loss));
    }

    [TestMethod]
    public void Parse_Comparison_KeepsItsKind()
    {
        Assert.IsInstanceOfType<Compared>(ReportJson.Parse(ReportJson.Serialize(SampleRun.Full())).Comparison);
        Assert.IsInstanceOfType<NotCompared>(ReportJson.Parse(ReportJson.Serialize(SampleRun.OwnData())).Comparison);
    }

    [TestMethod]
    public void Parse_NullDocument_SaysSo() => Assert.ThrowsExactly<JsonException>(() => ReportJson.Parse("null"));
}
