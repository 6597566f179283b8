using Grpc.Core;
using Microsoft.Extensions.Time.Testing;
using Tapir.DurableTask.Protobuf;

namespace Tapir.DurableTask.Sidecar.Tests;

[TestClass]
public sealed class ActivityTests
{
    [TestMethod]
    public async Task Activity_FailedForAHundredReasons_ItsOrchestrationHearsOfTheFirstAndTheLast()
    {
        const int Depth = 95;
        await using RunningSidecar sidecar = await RunningSidecar.StartAsync();
        await using ScriptedWorker worker = await sidecar.WorkerAsync();
        await sidecar.StartAsync("a");
        await worker.CompleteAsync(await worker.TurnAsync(), Actions.Call(0, "One"));
        WorkItem activity = await worker.ActivityAsync();
        TaskFailureDetails? failure = null;
        for (int level = Depth; level > 0; level--)
        {
            failure = new TaskFailureDetails { ErrorType = "E", ErrorMessage = $"{level}", InnerFailure = failure };
        }

        await worker.Client.CompleteActivityTaskAsync(new ActivityResponse { InstanceId = "a", TaskId = 0, FailureDetails = failure, CompletionToken = activity.CompletionToken });
        WorkItem turn = await worker.TurnAsync();
        TaskFailureDetails told = turn.OrchestratorRequest.NewEvents[1].TaskFailed.FailureDetails;
        await worker.CompleteAsync(turn, new OrchestratorAction
        {
            Id = 1,
            CompleteOrchestration = new CompleteOrchestrationAction { OrchestrationStatus = OrchestrationStatus.Failed, FailureDetails = failure },
        });

        foreach (TaskFailureDetails outer in (TaskFailureDetails[])[told, (await sidecar.EndOfAsync("a")).FailureDetails])
        {
            Assert.AreEqual("1", outer.ErrorMessage);
            TaskFailureDetails last = outer;
            int levels = 1;
            for (; last.InnerFailure is not null; levels++)
            {
                last = last.InnerFailure;
            }

            Assert.AreEqual($"{Depth}", last.ErrorMessage);
            Assert.AreEqual(32, levels);
        }
    }

    [TestMethod]
    public async Task Activities_OfWhichTheFirstIsSuspect_GoOutWhileItWaitsForAWorkerOfItsOwn()
    {
        await using RunningSidecar sidecar = await RunningSidecar.StartAsync();
        await using (ScriptedWorker starter = await sidecar.WorkerAsync(Filters.OnlyTurns("Work")))
        {
            foreach (string id in (string[])["a", "b", "c"])
            {
                await sidecar.StartAsync(id);
                await starter.CompleteAsync(await starter.TurnAsync(), id == "c" ? [Actions.Call(0, "One"), Actions.Call(1, "One")] : [Actions.Call(0, "One")]);
                for (int loss = 0; id == "b" && loss < 3; loss++)
                {
                    await using ScriptedWorker gone = await sidecar.WorkerAsync(Filters.OnlyActivities("One"));
                    await gone.ActivityAsync();
                    await gone.ActivityAsync();
                }
            }
        }

        await using ScriptedWorker worker = await sidecar.WorkerAsync(Filters.OnlyActivities("One"));

        string[] handedOut = [await NextAsync(), await NextAsync(), await NextAsync()];
        CollectionAssert.AreEquivalent((string[])["a", "c", "c"], handedOut, "one suspect, and none of the others waits for it");

        async Task<string> NextAsync() => (await worker.ActivityAsync()).ActivityRequest.OrchestrationInstance.InstanceId;
    }

    [TestMethod]
    public async Task Activity_InHandWhileTheSidecarCloses_IsNotCountedAsLost()
    {
        await using RunningSidecar sidecar = await RunningSidecar.StartAsync();
        await sidecar.StartCallingAsync("a", "Long");

        for (int time = 0; time < 6; time++)
        {
            await using ScriptedWorker worker = await sidecar.WorkerAsync(Filters.OnlyActivities("Long"));
            await worker.ActivityAsync();
            sidecar.Hub.Close();
            await Assert.ThrowsExactlyAsync<InvalidOperationException>(worker.NextAsync);
            await sidecar.RestartAsync();
        }

        await using ScriptedWorker last = await sidecar.WorkerAsync(Filters.OnlyActivities("Long"));
        Assert.AreEqual("Long", (await last.ActivityAsync()).ActivityRequest.Name);
    }

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
        await sidecar.StartCallingAsync("a", "Poison");

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
