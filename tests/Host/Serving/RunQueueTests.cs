using Tapir.Host.Runs;

namespace Tapir.Host.Tests.Serving;

[TestClass]
public sealed class RunQueueTests
{
    /// <summary>As `tapir resume` in another process does, or a review whose time limit ends.</summary>
    [TestMethod]
    public async Task Turn_RunGoesOnByAnothersHand_TakesItsPlaceAgain()
    {
        await using ServedRuns served = await ServedRuns.StartAsync(places: 1);
        RunRecord first = await served.BeginAsync();
        await served.Family(first).SuspendAsync("by another", CancellationToken.None);
        RunRecord second = await served.BeginAsync();
        await served.Family(first).ResumeAsync("by another", CancellationToken.None);
        RunRecord third = await served.RecordAsync();

        await served.Family(second).SuspendAsync("by another", CancellationToken.None);
        await served.Queue.TurnAsync();
        string[] whileTheFirstWorks = [.. served.Queue.Waiting];
        await served.Family(first).SuspendAsync("by another", CancellationToken.None);
        await served.Queue.TurnAsync();

        Assert.AreSequenceEqual([third.Id], whileTheFirstWorks);
        Assert.IsEmpty(served.Queue.Waiting);
        Assert.AreEqual("running", await served.StatusAsync(third));
    }

    /// <summary>A person has answered, and no worker has taken the answer yet: its place is not given away meanwhile.</summary>
    [TestMethod]
    public async Task GoesOn_RunThatSeemsAtRestStill_HoldsItsPlace()
    {
        await using ServedRuns served = await ServedRuns.StartAsync(places: 1);
        RunRecord first = await served.BeginAsync();
        await served.Family(first).SuspendAsync("by another", CancellationToken.None);
        served.Queue.GoesOn(first.Id);
        RunRecord second = await served.RecordAsync();

        await served.Queue.TurnAsync();

        Assert.AreSequenceEqual([second.Id], served.Queue.Waiting.ToArray());
    }

    [TestMethod]
    public async Task Turn_RunsRecordedByAnotherProcess_BeginInTheirOrder()
    {
        await using ServedRuns served = await ServedRuns.StartAsync(places: 1);
        RunRecord first = await served.RecordElsewhereAsync();
        RunRecord second = await served.RecordElsewhereAsync();

        await served.Queue.TurnAsync();

        Assert.AreEqual("running", await served.StatusAsync(first));
        Assert.AreSequenceEqual([second.Id], served.Queue.Waiting.ToArray());
    }

    /// <summary>Another process has made the folder and is about to write the record.</summary>
    [TestMethod]
    public async Task Turn_RecordIsWrittenAfterALook_IsSeenAtTheNext()
    {
        await using ServedRuns served = await ServedRuns.StartAsync(places: 1);
        Directory.CreateDirectory(Path.Combine(served.State.Runs, "mine-1"));
        await served.Queue.TurnAsync();

        RunRecord run = await served.RecordElsewhereAsync();
        await served.Queue.TurnAsync();

        Assert.AreEqual("mine-1", run.Id);
        Assert.AreEqual("running", await served.StatusAsync(run));
    }

    [TestMethod]
    public async Task Turn_RunWasCancelledInLine_IsPassedOver()
    {
        await using ServedRuns served = await ServedRuns.StartAsync(places: 1);
        RunRecord first = await served.BeginAsync();
        RunRecord second = await served.RecordAsync();
        // As a schedule does, which the line is not told of.
        await new RunLaunch(served.Engine).EndBeforeStartAsync(second, "not needed", CancellationToken.None);
        RunRecord third = await served.RecordAsync();

        await served.Family(first).SuspendAsync("by another", CancellationToken.None);
        await served.Queue.TurnAsync();

        Assert.IsEmpty(served.Queue.Waiting);
        Assert.AreEqual(("cancelled", "running"), (await served.StatusAsync(second), await served.StatusAsync(third)));
    }
}
