using System.Diagnostics;
using Microsoft.Extensions.Logging.Abstractions;
using Tapir.Activities.Training.Isolation;
using Tapir.Host.Engine;

namespace Tapir.Host.Tests.Engine;

/// <summary>How the end of a process is told, whatever the process is.</summary>
[TestClass]
[OSCondition(ConditionMode.Exclude, OperatingSystems.Windows)]
public sealed class SliceProcessTests
{
    [TestMethod]
    public async Task RunAsync_ProcessEnds_TellsItsLinesAndItsEnd()
    {
        List<string> lines = [];

        SliceProcessEnd end = await Shell("echo one; echo two; echo why >&2; exit 7").RunAsync("/folder", lines.Add, CancellationToken.None);

        Assert.AreSequenceEqual(["one", "two"], lines.ToArray());
        Assert.AreEqual(new SliceProcessEnd(7, "why"), end);
    }

    [TestMethod]
    public async Task RunAsync_ProcessIsKilled_SaysByWhichSignal() =>
        Assert.AreEqual(137, (await Shell("kill -KILL $$").RunAsync("/folder", _ => { }, CancellationToken.None)).ExitCode);

    [TestMethod]
    public async Task RunAsync_LongLastWords_KeepsTheirEnd()
    {
        SliceProcessEnd end = await Shell("yes word | head -n 5000 >&2; echo last >&2").RunAsync("/folder", _ => { }, CancellationToken.None);

        Assert.IsInRange(100, 2_000, end.LastWords.Length);
        StringAssert.EndsWith(end.LastWords, "last");
    }

    [TestMethod]
    public async Task RunAsync_Cancelled_EndsTheProcess()
    {
        using CancellationTokenSource stop = new();
        int process = 0;

        await Assert.ThrowsAsync<OperationCanceledException>(() => Shell("echo $$; exec sleep 600").RunAsync(
            "/folder",
            line =>
            {
                process = int.Parse(line, System.Globalization.CultureInfo.InvariantCulture);
                stop.Cancel();
            },
            stop.Token));

        Assert.ThrowsExactly<ArgumentException>(() => Process.GetProcessById(process));
    }

    [TestMethod]
    public async Task RunAsync_NoSuchProgram_SaysWhatToDo()
    {
        SliceProcess process = new(_ => new ProcessStartInfo("/no/such/program") { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true }, NullLogger<SliceProcess>.Instance);

        InvalidOperationException error = await Assert.ThrowsExactlyAsync<InvalidOperationException>(() => process.RunAsync("/folder", _ => { }, CancellationToken.None));

        StringAssert.Contains(error.Message, "/no/such/program");
        StringAssert.Contains(error.Message, "training.isolation");
    }

    private static SliceProcess Shell(string script) => new(
        _ => new ProcessStartInfo("/bin/sh", ["-c", script]) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true }, NullLogger<SliceProcess>.Instance);
}
