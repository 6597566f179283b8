using Tapir.Functions;
using Tapir.Host.Live;
using Tapir.Host.Results;

namespace Tapir.Host.Tests.Live;

[TestClass]
public sealed class PlainViewTests
{
    private static readonly CallLine Running = new("round-1", "expansion.write", 2, 1, 3, 0, TimeSpan.FromSeconds(4), new CallProgress(5, 20, "requests"), null);
    private static readonly CallLine Over = Running with { Running = 0, Computed = 3, Progress = null };

    [TestMethod]
    public async Task ShowAsync_FunctionFinishes_SaysSoOnce()
    {
        string[] lines = await ShowAsync(At(1, Running), At(2, Over), At(3, Over));

        StringAssert.Contains(Only(lines), "3 done, 3 CACHED, 4.0 s");
        StringAssert.Contains(lines[0], "round-1  expansion.write");
    }

    [TestMethod]
    public async Task ShowAsync_NothingFinishesForLong_SaysWhatRunsEveryFiveSeconds()
    {
        string[] lines = await ShowAsync(At(1, Running), At(4, Running), At(6, Running), At(9, Running), At(12, Running));

        Assert.HasCount(2, lines);
        StringAssert.Contains(lines[0], "round-1 expansion.write: 1 done, 3 CACHED, 2 running, 5 of 20 requests");
        StringAssert.Contains(lines[0], "1,234 calls, 5,678 tokens");
    }

    [TestMethod]
    public async Task ShowAsync_RoundIsMeasured_SaysItsAccuracyOnce()
    {
        RoundDocument round = new(0, 0.123, 0.1, 0.15, 2.5, new Dictionary<string, TaskDocument>(), 100, "digest");
        RunSnapshot measured = At(1) with { Document = Document with { Rounds = [round] } };

        StringAssert.Contains(Only(await ShowAsync(measured, measured)), "S_0: 12.3 % (10.0 to 15.0) exact on held-out tasks");
    }

    [TestMethod]
    public async Task ShowAsync_LastStudentIsTuned_SaysItsAccuracyOnce()
    {
        RunSnapshot tuned = At(1) with { Document = Document with { Preference = Results.SampleRun.Tuned.Preference } };

        StringAssert.EndsWith(Only(await ShowAsync(tuned, tuned)), "S_1 + preference: 40.0 % (38.0 to 42.0) exact on held-out tasks, 1,204 pairs");
    }

    [TestMethod]
    public async Task ShowAsync_Paused_SaysWhyOnce()
    {
        RunSnapshot paused = At(1) with { Document = Document with { Status = "paused", Message = "The budget is spent." } };

        StringAssert.EndsWith(Only(await ShowAsync(paused, paused)), "paused: The budget is spent.");
    }

    [TestMethod]
    public async Task ShowAsync_WaitsForAReviewForLong_SaysSoOnce()
    {
        RunDocument waiting = Document with { Status = "waiting", Message = "Waits for a review." };

        StringAssert.EndsWith(Only(await ShowAsync(At(1) with { Document = waiting }, At(60) with { Document = waiting }, At(3600) with { Document = waiting })), "waiting: Waits for a review.");
    }

    private static RunDocument Document { get; } = new("run-1", "running", "round 1 of 3", null, [], 1234, 5678, 0, null, null);

    private static RunSnapshot At(int seconds, params CallLine[] lines) => new(Document, lines, TimeSpan.FromSeconds(seconds), 0.25, 0);

    private static string Only(string[] lines)
    {
        Assert.HasCount(1, lines);
        return lines[0];
    }

    private static async Task<string[]> ShowAsync(params RunSnapshot[] snapshots)
    {
        using StringWriter output = new();
        await new PlainView(output).ShowAsync(snapshots.ToAsyncEnumerable());
        return output.ToString().Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries);
    }
}
