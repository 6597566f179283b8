using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Hosting;
using Tapir.Artifacts;
using Tapir.Host.Runs;
using Tapir.Orchestrations.Distilling;
using Tapir.Orchestrations.Reviewing;
using Tapir.Orchestrations.Specs;

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

    [TestMethod]
    [DataRow("paused")]
    [DataRow("waiting")]
    public async Task Turn_RunWaitsForAPerson_ItsPlaceIsForTheNext(string status)
    {
        await using ServedRuns served = await ServedRuns.StartAsync(places: 1);
        PendingReview review = new(
            ReviewPoint.Selection, 1, new ReviewSample(ArtifactRef.Parse($"artifact:sha256:{new string('a', 64)}"), 1, 1), DateTimeOffset.UtcNow.AddDays(1), ReviewVerdict.Approve);
        using IHost worker = await served.WorkAsync(status == "paused" ? new OrchestrationProgress("round 1") { Paused = "The budget is spent." } : new OrchestrationProgress("round 1") { Waiting = review });
        RunRecord first = await served.BeginAsync();
        await served.Engine.Client.WaitForInstanceStartAsync(first.Id, CancellationToken.None);
        Assert.AreEqual(status, await served.StatusAsync(first));

        RunRecord second = await served.BeginAsync();

        Assert.AreNotEqual(first.Id, second.Id);
    }

    [TestMethod]
    public async Task Turn_StepOfARunWasParked_ItsPlaceIsForTheNext()
    {
        await using ServedRuns served = await ServedRuns.StartAsync(places: 1);
        RunRecord first = await served.BeginAsync();
        await served.SwitchOffAsync();
        Park(served.State.Hub("hub"), first.Id);
        await served.SwitchOnAsync();
        Assert.AreEqual("paused", await served.StatusAsync(first));

        RunRecord second = await served.BeginAsync();
        await served.Engine.Parked.RetryAsync(first.Id, CancellationToken.None);
        RunRecord third = await served.RecordAsync();
        await served.Family(second).SuspendAsync("by another", CancellationToken.None);
        await served.Queue.TurnAsync();

        Assert.AreSequenceEqual([third.Id], served.Queue.Waiting.ToArray());
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

    // As the hub does it after five workers have died over one item.
    private static void Park(string hub, string run)
    {
        using SqliteConnection connection = new($"Data Source={hub};Pooling=False");
        connection.Open();
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = "UPDATE instances SET parked = 'delivered 5 times in vain' WHERE id = $run";
        command.Parameters.AddWithValue("$run", run);
        Assert.AreEqual(1, command.ExecuteNonQuery());
    }
}
