using Tapir.DurableTask;
using Tapir.DurableTask.Client;
using Tapir.Host.Engine;
using Tapir.Host.Runs;
using Tapir.Orchestrations.Distilling;

namespace Tapir.Host.Tests.Serving;

[TestClass]
public sealed class RunControlTests
{
    /// <summary>Its turn comes in the moment in which it is ended: the line still has it, and the hub knows it already.</summary>
    [TestMethod]
    public async Task Terminate_RunThatIsJustBeginning_EndsIt()
    {
        await using ServedRuns served = await ServedRuns.StartAsync(places: 0);
        RunRecord run = await served.RecordAsync();
        await new RunLaunch(served.Engine).StartAsync(run, CancellationToken.None);

        await served.Control.TerminateAsync(run, "not needed", CancellationToken.None);

        // One that has begun is ended by a worker.
        await served.Engine.Work.StartWorkerAsync(WorkerOffer.Runs, CancellationToken.None);
        Assert.AreEqual(OrchestrationRuntimeStatus.Terminated, (await served.Engine.Client.WaitForInstanceCompletionAsync(run.Id)).RuntimeStatus);
    }

    [TestMethod]
    public async Task Terminate_RunThatTheLineHasNotSeenYet_EndsIt()
    {
        await using ServedRuns served = await ServedRuns.StartAsync(places: 0);
        RunRecord run = await served.RecordElsewhereAsync();

        await served.Control.TerminateAsync(run, "not needed", CancellationToken.None);

        Assert.AreEqual("cancelled", await served.StatusAsync(run));
    }

    [TestMethod]
    [DoNotParallelize]
    public async Task Rewind_WhoeverAskedGoesAwayHalfWay_TheRunIsBegunAgain()
    {
        await using ServedRuns served = await ServedRuns.StartAsync(places: 0);
        RunRecord run = await served.CancelledAsync();
        using CancellationTokenSource gone = new();
        using InstantObserver listening = new("restart.before-start", gone.Cancel);

        await served.Control.RewindAsync(run, gone.Token);

        Assert.IsTrue(gone.IsCancellationRequested);
        Assert.AreEqual("running", await served.StatusAsync(run));
    }

    /// <summary>The disk is full, or the hub goes away: nothing is begun, and the run can be begun again as before.</summary>
    [TestMethod]
    [DoNotParallelize]
    public async Task Rewind_FailsHalfWay_TheRunIsOverAsBefore()
    {
        await using ServedRuns served = await ServedRuns.StartAsync(places: 0);
        RunRecord run = await served.CancelledAsync();
        using (new InstantObserver("restart.before-start", () => throw new IOException("No space left on device")))
        {
            await Assert.ThrowsExactlyAsync<IOException>(() => served.Control.RewindAsync(run, CancellationToken.None));
        }

        Assert.AreEqual("cancelled", await served.StatusAsync(run));
        await served.Control.RewindAsync(run, CancellationToken.None);
        Assert.AreEqual("running", await served.StatusAsync(run));
    }

    [TestMethod]
    public async Task Rewind_RunWithRounds_BeginsWithoutThem()
    {
        await using ServedRuns served = await ServedRuns.StartAsync(places: 0);
        RunRecord run = await served.CancelledAsync();
        await StartRoundAsync(served, run, isToEnd: true);

        await served.Control.RewindAsync(run, CancellationToken.None);

        Assert.AreSequenceEqual([run.Id], (await served.Family(run).InstancesAsync(CancellationToken.None)).Select(instance => instance.InstanceId).ToArray());
    }

    [TestMethod]
    public async Task Purge_RoundIsStillToEnd_IsRefusedAndNothingIsLost()
    {
        await using ServedRuns served = await ServedRuns.StartAsync(places: 0);
        RunRecord run = await served.CancelledAsync();
        string report = Path.Combine(served.Engine.Runs.FolderOf(run.Id), "report.html");
        await File.WriteAllTextAsync(report, "<html>");
        await StartRoundAsync(served, run, isToEnd: false);

        RunStateException refused = await Assert.ThrowsExactlyAsync<RunStateException>(() => served.Control.PurgeAsync(run, CancellationToken.None));

        StringAssert.Contains(refused.Message, "try again in a moment");
        Assert.IsTrue(File.Exists(report));
        Assert.AreEqual("cancelled", await served.StatusAsync(served.Engine.Runs.Get(run.Id)));
    }

    [TestMethod]
    public async Task Purge_RunWithRounds_LeavesNothingOfItInTheHub()
    {
        await using ServedRuns served = await ServedRuns.StartAsync(places: 0);
        RunRecord run = await served.CancelledAsync();
        await StartRoundAsync(served, run, isToEnd: true);

        await served.Control.PurgeAsync(run, CancellationToken.None);

        Assert.IsEmpty(await served.Family(run).InstancesAsync(CancellationToken.None));
        Assert.IsFalse(Directory.Exists(served.Engine.Runs.FolderOf(run.Id)));
        Assert.IsEmpty(served.Engine.Runs.Leaving);
        await Assert.ThrowsExactlyAsync<UnknownRunException>(() => served.Control.PurgeAsync(run, CancellationToken.None));
    }

    [TestMethod]
    public async Task Purge_RunInLine_IsRefused()
    {
        await using ServedRuns served = await ServedRuns.StartAsync(places: 0);
        RunRecord run = await served.RecordElsewhereAsync();

        StringAssert.Contains(
            (await Assert.ThrowsExactlyAsync<RunStateException>(() => served.Control.PurgeAsync(run, CancellationToken.None))).Message, "terminate it first");
    }

    // One that waits for its start time ends without a worker; one that has begun does not.
    private static async Task StartRoundAsync(ServedRuns served, RunRecord run, bool isToEnd)
    {
        string id = $"{run.Id}:round-1";
        await served.Engine.Client.ScheduleNewOrchestrationInstanceAsync(
            nameof(CurriculumRound), input: null, new StartOrchestrationOptions(id, isToEnd ? DateTimeOffset.UtcNow.AddHours(1) : null), CancellationToken.None);
        if (isToEnd)
        {
            await served.Engine.Client.TerminateInstanceAsync(id, new TerminateInstanceOptions(), CancellationToken.None);
        }
    }
}
