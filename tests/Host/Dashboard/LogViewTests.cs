using Microsoft.Extensions.Logging;
using Tapir.Host.Dashboard.Logs;
using Tapir.Host.Logs;

namespace Tapir.Host.Tests.Dashboard;

[TestClass]
public sealed class LogViewTests
{
    private static readonly RunLogLine[] Lines =
    [
        Line(LogLevel.Debug, "began"),
        Line(LogLevel.Information, "Slice 1 is done", function: "training.run-slice"),
        Line(LogLevel.Warning, "asked again", function: "judging.score-shard"),
        Line(LogLevel.Error, "gave up", error: "HttpRequestException: refused"),
    ];

    [TestMethod]
    public void Found_ByLevelAndText_HasTheLinesThatFitBoth()
    {
        LogView view = new();
        view.Add(Lines);

        Assert.AreSequenceEqual(Lines[1..], view.Found.ToArray());
        view.Least = LogLevel.Trace;
        view.Text = "SLICE";
        Assert.AreSequenceEqual([Lines[1]], view.Found.ToArray());
        view.Text = "refused";
        Assert.AreSequenceEqual([Lines[3]], view.Found.ToArray());
    }

    [TestMethod]
    public void Hold_LinesComeMeanwhile_CountsThemAndShowsThemWhenItFollowsAgain()
    {
        LogView view = new();
        view.Add(Lines[..2]);
        view.Hold();

        Assert.IsTrue(view.Add(Lines[2..]));

        Assert.AreEqual(2, view.NewSince);
        Assert.HasCount(1, view.Found);
        view.Follow();
        Assert.HasCount(3, view.Found);
        Assert.AreEqual(0, view.NewSince);
    }

    private static RunLogLine Line(LogLevel level, string message, string? function = null, string? error = null) =>
        new(DateTimeOffset.UnixEpoch, level, "Tapir", 0, message, function, function is null ? null : "round-1", error);
}
