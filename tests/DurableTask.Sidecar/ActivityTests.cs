using Grpc.Core;
using Microsoft.Extensions.Time.Testing;
using Tapir.DurableTask.Protobuf;

namespace Tapir.DurableTask.Sidecar.Tests;

[TestClass]
public sealed class ActivityTests
{
    [TestMethod]
    public async Task Activities_CompletedInReverseAndTwice_CountOnceWithTheirFirstResults()
    {
        const int Wide = 5;
        await using RunningSidecar sidecar = await RunningSidecar.StartAsync();
        await using ScriptedWorker worker = await sidecar.WorkerAsync(Filters.OnlyActivities("One"));
        await using ScriptedWorker turns = await sidecar.WorkerAsync(Filters.OnlyTurns("Work"));
        await sidecar.StartAsync("a");
        await turns.CompleteAsync(await turns.TurnAsync(), [.. Enumerable.Range(0, Wide).Select(id => Actions.Call(id, "One"))]);
        List<WorkItem> held = [];
        while (held.Count < Wide)
        {
            held.Add(await worker.ActivityAsync());
        }

        foreach (WorkItem item in held.AsEnumerable().Reverse())
        {
            await Task.WhenAll(worker.CompleteAsync(item, $"{item.ActivityRequest.TaskId}"), worker.CompleteAsync(item, $"{item.ActivityRequest.TaskId}"));
            await worker.CompleteAsync(item, "\"again\"");
        }

        List<(int Id, string Result)> arrived = [];
        while (arrived.Count < Wide)
        {
            WorkItem turn = await turns.TurnAsync();
            arrived.AddRange(turn.OrchestratorRequest.NewEvents.Where(entry => entry.TaskCompleted is not null).Select(entry => (entry.TaskCompleted.TaskScheduledId, entry.TaskCompleted.Result)));
            await turns.CompleteAsync(turn);
        }

        Assert.AreSequenceEqual(Enumerable.Range(0, Wide).Reverse().Select(id => (id, $"{id}")), arrived);
        Assert.AreEqual(0, (await sidecar.Hub.GetStatusAsync()).InboxMessages);
    }

    [TestMethod]
    public async Task Activity_CompletedWithoutAToken_IsKnownByItsInstanceAndNumber()
    {
        await using RunningSidecar sidecar = await RunningSidecar.StartAsync();
        await using ScriptedWorker worker = await sidecar.WorkerAsync();
        await sidecar.StartAsync("a");
        await worker.CompleteAsync(await worker.TurnAsync(), Actions.Call(0, "One"), Actions.Call(1, "Two"));
        await worker.ActivityAsync();
        await worker.ActivityAsync();

        await worker.Client.CompleteActivityTaskAsync(new ActivityResponse { InstanceId = "a", TaskId = 1, Result = "2" });

        TaskCompletedEvent completed = (await worker.TurnAsync()).OrchestratorRequest.NewEvents[1].TaskCompleted;
        Assert.AreEqual(1, completed.TaskScheduledId);
        Assert.AreEqual("2", completed.Result);
    }

    [TestMethod]
    public async Task Activity_OfAWorkerThatWentAway_GoesToAnother()
    {
        await using RunningSidecar sidecar = await RunningSidecar.StartAsync();
        ScriptedWorker lost = await sidecar.WorkerAsync();
        await sidecar.StartAsync("a");
        await lost.CompleteAsync(await lost.TurnAsync(), Actions.Call(0, "Long"));
        WorkItem first = await lost.ActivityAsync();
        await lost.DisposeAsync();

        await using ScriptedWorker worker = await sidecar.WorkerAsync();

        WorkItem again = await worker.ActivityAsync();
        Assert.AreEqual(first.ActivityRequest, again.ActivityRequest);
    }

    [TestMethod]
    public async Task Activity_FinishedByAWorkerThatLostItsStream_StillCounts()
    {
        await using RunningSidecar sidecar = await RunningSidecar.StartAsync();
        ScriptedWorker lost = await sidecar.WorkerAsync();
        await sidecar.StartAsync("a");
        await lost.CompleteAsync(await lost.TurnAsync(), Actions.Call(0, "Long"));
        WorkItem first = await lost.ActivityAsync();
        await lost.DisposeAsync();
        await using ScriptedWorker worker = await sidecar.WorkerAsync();
        WorkItem again = await worker.ActivityAsync();

        await lost.CompleteAsync(first, "\"first\"");
        await worker.CompleteAsync(again, "\"second\"");

        WorkItem turn = await worker.TurnAsync();
        Assert.HasCount(2, turn.OrchestratorRequest.NewEvents);
        Assert.AreEqual("\"first\"", turn.OrchestratorRequest.NewEvents[1].TaskCompleted.Result);
    }

    [TestMethod]
    public async Task ListInboxAsync_ActivityFinished_HasItsResultUntilATurnTookIt()
    {
        await using RunningSidecar sidecar = await RunningSidecar.StartAsync();
        await using ScriptedWorker worker = await sidecar.WorkerAsync();
        await sidecar.StartAsync("a");
        await worker.CompleteAsync(await worker.TurnAsync(), Actions.Call(0, "Long"));
        await worker.CompleteAsync(await worker.ActivityAsync(), "\"made\"");

        IReadOnlyList<HistoryEvent> waiting = await sidecar.Hub.ListInboxAsync("a");
        await worker.CompleteAsync(await worker.TurnAsync(), Actions.Call(1, "Next"));

        Assert.AreEqual("\"made\"", waiting.Single().TaskCompleted.Result);
        Assert.IsEmpty(await sidecar.Hub.ListInboxAsync("a"));
        Assert.IsEmpty(await sidecar.Hub.ListInboxAsync("nobody"));
    }

    [TestMethod]
    public async Task Activity_FinishedAfterTheSidecarRestarted_StillCounts()
    {
        await using RunningSidecar sidecar = await RunningSidecar.StartAsync();
        ScriptedWorker before = await sidecar.WorkerAsync();
        await sidecar.StartAsync("a");
        await before.CompleteAsync(await before.TurnAsync(), Actions.Call(0, "Long"));
        WorkItem held = await before.ActivityAsync();
        await sidecar.RestartAsync();
        await using ScriptedWorker worker = await sidecar.WorkerAsync();
        await worker.ActivityAsync();

        await worker.CompleteAsync(held, "\"kept\"");

        Assert.AreEqual("\"kept\"", (await worker.TurnAsync()).OrchestratorRequest.NewEvents[1].TaskCompleted.Result);
    }

    [TestMethod]
    public async Task Activity_DeliveredFiveTimesInVain_IsParkedUntilRetried()
    {
        await using RunningSidecar sidecar = await RunningSidecar.StartAsync();
        await sidecar.StartAsync("a");
        await using (ScriptedWorker starter = await sidecar.WorkerAsync(Filters.OnlyTurns("Work")))
        {
            await starter.CompleteAsync(await starter.TurnAsync(), Actions.Call(0, "Poison"));
        }

        for (int delivery = 0; delivery < 5; delivery++)
        {
            await using ScriptedWorker victim = await sidecar.WorkerAsync();
            await victim.ActivityAsync();
        }

        // A turn of another instance, which waits behind it, shows that the poisoned item is not handed out a sixth time.
        await sidecar.StartAsync("b");
        await using ScriptedWorker worker = await sidecar.WorkerAsync();
        Assert.AreEqual("b", (await worker.TurnAsync()).OrchestratorRequest.InstanceId);
        ParkedItem parked = await sidecar.ParkedAsync();
        Assert.AreEqual("Poison", parked.Name);
        Assert.Contains("5 times", parked.Reason);
        Assert.AreEqual(parked, TaskHub.ReadParked(sidecar.Options.HubPath).Single());

        Assert.IsTrue(await sidecar.Hub.RetryParkedAsync(parked.Id));
        Assert.AreEqual("Poison", (await worker.ActivityAsync()).ActivityRequest.Name);
        Assert.IsEmpty(await sidecar.Hub.ListParkedAsync());
    }

    [TestMethod]
    public async Task Activity_Abandoned_GoesOutAgainAfterAPause()
    {
        var clock = new FakeTimeProvider(DateTimeOffset.UtcNow);
        await using RunningSidecar sidecar = await RunningSidecar.StartAsync(clock);
        await using ScriptedWorker worker = await sidecar.WorkerAsync();
        await sidecar.StartAsync("a");
        await worker.CompleteAsync(await worker.TurnAsync(), Actions.Call(0, "NotMine"));
        WorkItem item = await worker.ActivityAsync();

        await worker.Client.AbandonTaskActivityWorkItemAsync(new AbandonActivityTaskRequest { CompletionToken = item.CompletionToken });
        clock.Advance(TimeSpan.FromSeconds(1));

        Assert.AreEqual("NotMine", (await worker.ActivityAsync()).ActivityRequest.Name);
    }

    [TestMethod]
    public async Task Activity_OfAnotherTask_IsNotCompletedByItsToken()
    {
        await using RunningSidecar sidecar = await RunningSidecar.StartAsync();
        await using ScriptedWorker worker = await sidecar.WorkerAsync();
        await sidecar.StartAsync("a");
        await worker.CompleteAsync(await worker.TurnAsync(), Actions.Call(0, "One"));
        WorkItem item = await worker.ActivityAsync();

        RpcException refusal = await Assert.ThrowsExactlyAsync<RpcException>(() => worker.Client.CompleteActivityTaskAsync(
            new ActivityResponse { InstanceId = "a", TaskId = 7, Result = "1", CompletionToken = item.CompletionToken }).ResponseAsync);

        Assert.AreEqual(StatusCode.InvalidArgument, refusal.StatusCode);
    }

    [TestMethod]
    public async Task Activity_Failed_ReachesTheOrchestrationWithItsDetails()
    {
        await using RunningSidecar sidecar = await RunningSidecar.StartAsync();
        await using ScriptedWorker worker = await sidecar.WorkerAsync();
        await sidecar.StartAsync("a");
        await worker.CompleteAsync(await worker.TurnAsync(), Actions.Call(0, "Breaks"));
        WorkItem item = await worker.ActivityAsync();

        await worker.Client.CompleteActivityTaskAsync(new ActivityResponse
        {
            InstanceId = "a",
            TaskId = 0,
            CompletionToken = item.CompletionToken,
            FailureDetails = new TaskFailureDetails { ErrorType = "Broken", ErrorMessage = "it broke" },
        });

        Assert.AreEqual("it broke", (await worker.TurnAsync()).OrchestratorRequest.NewEvents[1].TaskFailed.FailureDetails.ErrorMessage);
    }
}
