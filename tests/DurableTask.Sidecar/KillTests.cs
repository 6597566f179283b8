using Microsoft.Extensions.Time.Testing;
using Tapir.DurableTask.Protobuf;

namespace Tapir.DurableTask.Sidecar.Tests;

/// <summary>What a hub holds that was killed in the instant before a write, and in the instant after it.</summary>
[TestClass]
public sealed class KillTests
{
    private readonly FakeTimeProvider clock = new(DateTimeOffset.UtcNow);

    [TestMethod]
    [DataRow("start.before-commit")]
    [DataRow("start.after-commit")]
    public async Task Start_KilledAround_IsThereOrCanBeMadeAgain(string instant)
    {
        await using var folder = new TemporaryFolder();
        await using RunningSidecar sidecar = await RunningSidecar.StartAsync();
        using (new HubImage(sidecar.Options.HubPath, instant, folder.Hub))
        {
            await sidecar.StartAsync("a", input: "1");
        }

        await using RunningSidecar revived = await ReviveAsync(folder);
        Assert.AreEqual(IsAfter(instant), await revived.StateOfAsync("a") is not null);
        if (!IsAfter(instant))
        {
            await revived.StartAsync("a", input: "1");
        }

        await using ScriptedWorker worker = await revived.WorkerAsync();
        WorkItem turn = await worker.TurnAsync();
        Assert.AreEqual("1", turn.OrchestratorRequest.NewEvents[1].ExecutionStarted.Input);
        Assert.HasCount(2, turn.OrchestratorRequest.NewEvents);
    }

    [TestMethod]
    [DataRow("event.before-commit", 0)]
    [DataRow("event.after-commit", 1)]
    public async Task Event_KilledAround_IsThereOnceOrNotAtAll(string instant, int expected)
    {
        await using var folder = new TemporaryFolder();
        await using RunningSidecar sidecar = await RunningSidecar.StartAsync();
        await sidecar.StartAsync("a");
        using (new HubImage(sidecar.Options.HubPath, instant, folder.Hub))
        {
            await sidecar.RaiseAsync("a", "go", "1");
        }

        await using RunningSidecar revived = await ReviveAsync(folder);
        await using ScriptedWorker worker = await revived.WorkerAsync();
        Assert.HasCount(expected, (await worker.TurnAsync()).OrchestratorRequest.NewEvents.Where(entry => entry.EventRaised is not null));
    }

    [TestMethod]
    public async Task Turn_KilledBeforeItsCommit_IsHandedOutAgainAndNothingOfItHappened()
    {
        await using var folder = new TemporaryFolder();
        await using RunningSidecar sidecar = await RunningSidecar.StartAsync(clock);
        WorkItem answered = await AnswerATurnAsync(sidecar, folder, "turn.before-commit");

        await using RunningSidecar revived = await ReviveAsync(folder);
        await using ScriptedWorker worker = await revived.WorkerAsync(Filters.OnlyTurns("Work"));
        OrchestratorRequest again = (await worker.TurnAsync()).OrchestratorRequest;
        CollectionAssert.AreEqual(answered.OrchestratorRequest.NewEvents.Skip(1).ToArray(), again.NewEvents.Skip(1).ToArray());
        Assert.IsEmpty(again.PastEvents);
        Assert.IsNull(await revived.StateOfAsync("child"));
        HubStatus status = await revived.Hub.GetStatusAsync();
        Assert.AreEqual(0, status.PendingActivities);
        Assert.AreEqual(0, status.Timers);
        Assert.IsFalse((await revived.Hub.ListInboxAsync("other")).Any(message => message.EventRaised is not null));
    }

    [TestMethod]
    public async Task Turn_KilledAfterItsCommit_HasHappenedOnce()
    {
        await using var folder = new TemporaryFolder();
        await using RunningSidecar sidecar = await RunningSidecar.StartAsync(clock);
        WorkItem answered = await AnswerATurnAsync(sidecar, folder, "turn.after-commit");

        await using RunningSidecar revived = await ReviveAsync(folder);
        await using (ScriptedWorker turns = await revived.WorkerAsync(Filters.OnlyTurns("Work")))
        {
            // The worker never heard that its answer was taken, and sends it again.
            await turns.CompleteAsync(answered, Answer(clock.GetUtcNow()));
            await turns.CompleteAsync(answered, Actions.Complete(0, "\"stale\""));
        }

        Assert.AreEqual(OrchestrationStatus.Running, (await revived.StateOfAsync("a"))!.OrchestrationStatus);
        Assert.AreEqual("a", (await revived.StateOfAsync("child"))!.ParentInstanceId);
        HubStatus status = await revived.Hub.GetStatusAsync();
        Assert.AreEqual(1, status.PendingActivities);
        Assert.AreEqual(1, status.Timers);
        Assert.HasCount(1, (await revived.Hub.ListInboxAsync("other")).Where(message => message.EventRaised is not null));
        Assert.HasCount(1, (await revived.HistoryAsync("a")).Where(entry => entry.TaskScheduled is not null));
    }

    [TestMethod]
    [DataRow("activity.before-commit")]
    [DataRow("activity.after-commit")]
    public async Task ActivityResult_KilledAround_IsThereOrTheActivityGoesOutAgain(string instant)
    {
        await using var folder = new TemporaryFolder();
        await using RunningSidecar sidecar = await RunningSidecar.StartAsync();
        await using ScriptedWorker before = await sidecar.WorkerAsync();
        await sidecar.StartAsync("a");
        await before.CompleteAsync(await before.TurnAsync(), Actions.Call(0, "Long"));
        WorkItem held = await before.ActivityAsync();
        using (new HubImage(sidecar.Options.HubPath, instant, folder.Hub))
        {
            await before.CompleteAsync(held, "\"made\"");
        }

        await using RunningSidecar revived = await ReviveAsync(folder);
        await using ScriptedWorker worker = await revived.WorkerAsync();
        if (!IsAfter(instant))
        {
            await worker.CompleteAsync(await worker.ActivityAsync(), "\"made\"");
        }

        // The first worker's own repetition of its answer changes nothing.
        await worker.CompleteAsync(held, "\"again\"");
        WorkItem turn = await worker.TurnAsync();
        Assert.AreEqual("\"made\"", turn.OrchestratorRequest.NewEvents[1].TaskCompleted.Result);
        Assert.HasCount(2, turn.OrchestratorRequest.NewEvents);
        Assert.AreEqual(0, (await revived.Hub.GetStatusAsync()).PendingActivities);
    }

    [TestMethod]
    [DataRow("timer.before-commit")]
    [DataRow("timer.after-commit")]
    public async Task Timer_KilledAroundItsTime_FiresOnce(string instant)
    {
        await using var folder = new TemporaryFolder();
        await using RunningSidecar sidecar = await RunningSidecar.StartAsync(clock);
        await using (ScriptedWorker before = await sidecar.WorkerAsync())
        {
            await sidecar.StartAsync("a");
            await before.CompleteAsync(await before.TurnAsync(), Actions.Timer(0, clock.GetUtcNow().AddHours(1)));
            using var image = new HubImage(sidecar.Options.HubPath, instant, folder.Hub);
            clock.Advance(TimeSpan.FromHours(1));
            await before.TurnAsync();
        }

        await using RunningSidecar revived = await ReviveAsync(folder);
        await using ScriptedWorker worker = await revived.WorkerAsync();
        clock.Advance(TimeSpan.FromSeconds(1));
        WorkItem turn = await worker.TurnAsync();
        Assert.AreEqual(0, turn.OrchestratorRequest.NewEvents[1].TimerFired.TimerId);
        Assert.HasCount(2, turn.OrchestratorRequest.NewEvents);
        await worker.CompleteAsync(turn);
        clock.Advance(TimeSpan.FromDays(1));
        HubStatus left = await revived.Hub.GetStatusAsync();
        Assert.AreEqual(0, left.Timers);
        Assert.AreEqual(0, left.InboxMessages);
    }

    [TestMethod]
    [DataRow("purge.before-commit")]
    [DataRow("purge.after-commit")]
    public async Task Purge_KilledAround_TookTheWholeFamilyOrNobody(string instant)
    {
        await using var folder = new TemporaryFolder();
        await using RunningSidecar sidecar = await RunningSidecar.StartAsync();
        await using (ScriptedWorker before = await sidecar.WorkerAsync())
        {
            await sidecar.StartAsync("a");
            await before.CompleteAsync(await before.TurnAsync(), Actions.Child(0, "b", "Work"));
            await before.CompleteAsync(await before.TurnAsync(), Actions.Complete(0, null));
            await before.CompleteAsync(await before.TurnAsync(), Actions.Complete(1, null));
            await sidecar.EndOfAsync("a");
        }

        using (new HubImage(sidecar.Options.HubPath, instant, folder.Hub))
        {
            await sidecar.Client.PurgeInstancesAsync(new PurgeInstancesRequest { InstanceId = "a", Recursive = true });
        }

        await using RunningSidecar revived = await ReviveAsync(folder);
        foreach (string id in (string[])["a", "b"])
        {
            Assert.AreEqual(IsAfter(instant), await revived.StateOfAsync(id) is null, id);
        }
    }

    private static bool IsAfter(string instant) => instant.EndsWith("after-commit", StringComparison.Ordinal);

    private static OrchestratorAction[] Answer(DateTimeOffset now) =>
        [Actions.Call(0, "One"), Actions.Timer(1, now.AddDays(1)), Actions.Child(2, "child", "Child"), Actions.Send(3, "other", "hello", null)];

    private async Task<WorkItem> AnswerATurnAsync(RunningSidecar sidecar, TemporaryFolder folder, string instant)
    {
        await using ScriptedWorker worker = await sidecar.WorkerAsync(Filters.OnlyTurns("Work"));
        await sidecar.StartAsync("other", "Elsewhere");
        await sidecar.StartAsync("a");
        WorkItem turn = await worker.TurnAsync();
        using (new HubImage(sidecar.Options.HubPath, instant, folder.Hub))
        {
            await worker.CompleteAsync(turn, Answer(clock.GetUtcNow()));
        }

        return turn;
    }

    private Task<RunningSidecar> ReviveAsync(TemporaryFolder folder) => RunningSidecar.StartAsync(clock, options => options with { HubPath = folder.Hub });
}
