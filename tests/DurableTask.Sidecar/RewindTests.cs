using Grpc.Core;
using Microsoft.Extensions.Time.Testing;
using Tapir.DurableTask.Protobuf;

namespace Tapir.DurableTask.Sidecar.Tests;

/// <summary>A failed instance that goes on from where it failed.</summary>
[TestClass]
public sealed class RewindTests
{
    [TestMethod]
    public async Task Rewind_OneOfTwoActivitiesFailed_MakesThatCallAgainAndKeepsTheOther()
    {
        await using RunningSidecar sidecar = await RunningSidecar.StartAsync();
        await using ScriptedWorker worker = await sidecar.WorkerAsync();
        await FailOneOfTwoAsync(sidecar, worker);
        string execution = (await sidecar.StateOfAsync("a"))!.ExecutionId;

        await RewindAsync(sidecar, "a", "the disk is larger now");

        OrchestrationState rewound = (await sidecar.StateOfAsync("a"))!;
        Assert.AreEqual(OrchestrationStatus.Running, rewound.OrchestrationStatus);
        Assert.IsNull(rewound.FailureDetails);
        Assert.IsNull(rewound.CompletedTimestamp);
        Assert.AreNotEqual(execution, rewound.ExecutionId);
        (WorkItem turn, WorkItem again) = await TurnAndActivityAsync(worker);
        Assert.AreEqual("the disk is larger now", turn.OrchestratorRequest.NewEvents[1].ExecutionRewound.Reason);
        Assert.AreEqual(rewound.ExecutionId, turn.OrchestratorRequest.PastEvents[1].ExecutionStarted.OrchestrationInstance.ExecutionId);
        Assert.AreEqual("\"fine\"", turn.OrchestratorRequest.PastEvents.Single(entry => entry.TaskCompleted is not null).TaskCompleted.Result);
        Assert.IsFalse(turn.OrchestratorRequest.PastEvents.Any(entry => entry.TaskFailed is not null || entry.ExecutionCompleted is not null));
        await worker.CompleteAsync(turn);
        Assert.AreEqual("Breaks", again.ActivityRequest.Name);
        Assert.AreEqual("[1]", again.ActivityRequest.Input);
        await worker.CompleteAsync(again, "\"mended\"");
        WorkItem last = await worker.TurnAsync();
        Assert.AreEqual(1, last.OrchestratorRequest.NewEvents[1].TaskCompleted.TaskScheduledId);
        await worker.CompleteAsync(last, Actions.Complete(2, "\"done\""));
        Assert.AreEqual(OrchestrationStatus.Completed, (await sidecar.EndOfAsync("a")).OrchestrationStatus);
    }

    [TestMethod]
    public async Task Rewind_FailedAgain_CanBeRewoundAgain()
    {
        await using RunningSidecar sidecar = await RunningSidecar.StartAsync();
        await using ScriptedWorker worker = await sidecar.WorkerAsync();
        await FailOneOfTwoAsync(sidecar, worker);
        await RewindAsync(sidecar, "a");
        (WorkItem turn, WorkItem again) = await TurnAndActivityAsync(worker);
        await worker.CompleteAsync(turn);
        await worker.FailAsync(again, "still broken");
        await worker.CompleteAsync(await worker.TurnAsync(), Actions.Fail(2, "still broken"));
        await sidecar.EndOfAsync("a");

        await RewindAsync(sidecar, "a");

        (turn, again) = await TurnAndActivityAsync(worker);
        Assert.AreEqual("Breaks", again.ActivityRequest.Name);
        Assert.IsFalse(turn.OrchestratorRequest.PastEvents.Any(entry => entry.TaskFailed is not null));
    }

    [TestMethod]
    public async Task Rewind_FailureThatWasRetried_MakesTheLastTryAgainOnly()
    {
        var clock = new FakeTimeProvider(DateTimeOffset.UtcNow);
        await using RunningSidecar sidecar = await RunningSidecar.StartAsync(clock);
        await using ScriptedWorker worker = await sidecar.WorkerAsync();
        await sidecar.StartAsync("a");
        await worker.CompleteAsync(await worker.TurnAsync(), Actions.Call(0, "Flaky", "first"));
        await worker.FailAsync(await worker.ActivityAsync(), "not yet");
        await worker.CompleteAsync(await worker.TurnAsync(), Actions.Timer(1, clock.GetUtcNow().AddSeconds(1)));
        clock.Advance(TimeSpan.FromSeconds(2));
        await worker.CompleteAsync(await worker.TurnAsync(), Actions.Call(2, "Flaky", "second"));
        await worker.FailAsync(await worker.ActivityAsync(), "not yet");
        await worker.CompleteAsync(await worker.TurnAsync(), Actions.Fail(3, "not yet"));
        await sidecar.EndOfAsync("a");

        await RewindAsync(sidecar, "a");

        (WorkItem turn, WorkItem again) = await TurnAndActivityAsync(worker);
        Assert.AreEqual("second", again.ActivityRequest.Input);
        Assert.AreEqual(0, turn.OrchestratorRequest.PastEvents.Single(entry => entry.TaskFailed is not null).TaskFailed.TaskScheduledId);
        Assert.HasCount(1, turn.OrchestratorRequest.PastEvents.Where(entry => entry.TimerFired is not null));
    }

    [TestMethod]
    public async Task Rewind_FailureThatWasCompensated_TakesTheCompensationBackWithIt()
    {
        await using RunningSidecar sidecar = await RunningSidecar.StartAsync();
        await using ScriptedWorker worker = await sidecar.WorkerAsync();
        await sidecar.StartAsync("a");
        await worker.CompleteAsync(await worker.TurnAsync(), Actions.Call(0, "Book"));
        await worker.FailAsync(await worker.ActivityAsync(), "fully booked");
        await worker.CompleteAsync(await worker.TurnAsync(), Actions.Call(1, "Apologise"));
        await worker.CompleteAsync(await worker.ActivityAsync(), "\"sent\"");
        await worker.CompleteAsync(await worker.TurnAsync(), Actions.Fail(2, "fully booked"));
        await sidecar.EndOfAsync("a");

        await RewindAsync(sidecar, "a");

        (WorkItem turn, WorkItem again) = await TurnAndActivityAsync(worker);
        Assert.AreEqual("Book", again.ActivityRequest.Name);
        Assert.AreEqual(0, turn.OrchestratorRequest.PastEvents.Single(entry => entry.TaskScheduled is not null).EventId);
        Assert.IsFalse(turn.OrchestratorRequest.PastEvents.Any(entry => entry.TaskFailed is not null || entry.TaskCompleted is not null));
    }

    [TestMethod]
    public async Task Rewind_FailureThatWasHandledLongAgo_StaysAndOnlyTheEndIsTakenBack()
    {
        await using RunningSidecar sidecar = await RunningSidecar.StartAsync();
        await using ScriptedWorker worker = await sidecar.WorkerAsync();
        await sidecar.StartAsync("a");
        await worker.CompleteAsync(await worker.TurnAsync(), Actions.Call(0, "Try"));
        await worker.FailAsync(await worker.ActivityAsync(), "handled");
        await worker.CompleteAsync(await worker.TurnAsync(), Actions.Call(1, "Instead"));
        await worker.CompleteAsync(await worker.ActivityAsync(), "\"kept\"");
        await worker.CompleteAsync(await worker.TurnAsync(), Actions.Fail(2, "a fault of the orchestrator's own"));
        await sidecar.EndOfAsync("a");

        await RewindAsync(sidecar, "a");

        WorkItem turn = await worker.TurnAsync();
        Assert.HasCount(1, turn.OrchestratorRequest.PastEvents.Where(entry => entry.TaskFailed is not null));
        Assert.HasCount(1, turn.OrchestratorRequest.PastEvents.Where(entry => entry.TaskCompleted is not null));
        Assert.IsNotNull(turn.OrchestratorRequest.NewEvents[1].ExecutionRewound);
    }

    [TestMethod]
    public async Task Rewind_FailureThatWasPassedOver_StaysAndTheOneThatEndedItGoes()
    {
        await using RunningSidecar sidecar = await RunningSidecar.StartAsync();
        await using ScriptedWorker worker = await sidecar.WorkerAsync();
        await sidecar.StartAsync("a");
        await worker.CompleteAsync(await worker.TurnAsync(), Actions.Call(0, "Optional"));
        await worker.FailAsync(await worker.ActivityAsync(), "never mind");
        await worker.CompleteAsync(await worker.TurnAsync());
        await sidecar.RaiseAsync("a", "go", null);
        await worker.CompleteAsync(await worker.TurnAsync(), Actions.Call(1, "Needed"));
        await worker.FailAsync(await worker.ActivityAsync(), "broken");
        await worker.CompleteAsync(await worker.TurnAsync(), Actions.Fail(2, "broken"));
        await sidecar.EndOfAsync("a");

        await RewindAsync(sidecar, "a");

        (WorkItem turn, WorkItem again) = await TurnAndActivityAsync(worker);
        Assert.AreEqual("Needed", again.ActivityRequest.Name);
        Assert.AreEqual("never mind", turn.OrchestratorRequest.PastEvents.Single(entry => entry.TaskFailed is not null).TaskFailed.FailureDetails.ErrorMessage);
    }

    [TestMethod]
    public async Task Rewind_BranchFailedLongBeforeTheOthersWereDone_OnlyItRunsAgain()
    {
        await using RunningSidecar sidecar = await RunningSidecar.StartAsync();
        await using ScriptedWorker worker = await sidecar.WorkerAsync();
        await sidecar.StartAsync("a");
        await worker.CompleteAsync(await worker.TurnAsync(), Actions.Call(0, "Breaks"), Actions.Call(1, "Step"));
        WorkItem breaks = await worker.ActivityAsync();
        WorkItem step = await worker.ActivityAsync();
        await worker.FailAsync(breaks, "broken");
        await worker.CompleteAsync(await worker.TurnAsync());
        await worker.CompleteAsync(step, "1");
        await worker.CompleteAsync(await worker.TurnAsync(), Actions.Call(2, "Next step"));
        await worker.CompleteAsync(await worker.ActivityAsync(), "2");
        await worker.CompleteAsync(await worker.TurnAsync(), Actions.Fail(3, "broken"));
        await sidecar.EndOfAsync("a");

        await RewindAsync(sidecar, "a");

        (WorkItem turn, WorkItem again) = await TurnAndActivityAsync(worker);
        Assert.AreEqual("Breaks", again.ActivityRequest.Name);
        Assert.HasCount(2, turn.OrchestratorRequest.PastEvents.Where(entry => entry.TaskCompleted is not null));
        Assert.IsFalse(turn.OrchestratorRequest.PastEvents.Any(entry => entry.TaskFailed is not null));
    }

    [TestMethod]
    public async Task Rewind_BranchFailedInTheTurnInWhichAnotherWentOn_OnlyItRunsAgain()
    {
        await using RunningSidecar sidecar = await RunningSidecar.StartAsync();
        await using ScriptedWorker worker = await sidecar.WorkerAsync();
        await sidecar.StartAsync("a");
        WorkItem first = await worker.TurnAsync();
        await worker.CompleteAsync(first, Actions.Call(0, "Step", "a1"), Actions.Call(1, "Step", "b1"), Actions.Call(2, "Quick"));
        WorkItem breaks = await worker.ActivityAsync();
        WorkItem step = await worker.ActivityAsync();
        await worker.CompleteAsync(await worker.ActivityAsync(), "0");
        WorkItem held = await worker.TurnAsync();
        await worker.FailAsync(breaks, "broken");
        await worker.CompleteAsync(step, "1");
        await worker.CompleteAsync(held);
        await worker.CompleteAsync(await worker.TurnAsync(), Actions.Call(3, "Step", "b2"));
        await worker.CompleteAsync(await worker.ActivityAsync(), "2");
        await worker.CompleteAsync(await worker.TurnAsync(), Actions.Fail(4, "broken"));
        await sidecar.EndOfAsync("a");

        await RewindAsync(sidecar, "a");

        (WorkItem turn, WorkItem again) = await TurnAndActivityAsync(worker);
        Assert.AreEqual("a1", again.ActivityRequest.Input);
        Assert.HasCount(3, turn.OrchestratorRequest.PastEvents.Where(entry => entry.TaskCompleted is not null));
    }

    [TestMethod]
    public async Task Rewind_WhatCameAfterTheFailure_IsThere()
    {
        var clock = new FakeTimeProvider(DateTimeOffset.UtcNow);
        await using RunningSidecar sidecar = await RunningSidecar.StartAsync(clock);
        await using ScriptedWorker worker = await sidecar.WorkerAsync();
        await sidecar.StartAsync("a");
        await worker.CompleteAsync(
            await worker.TurnAsync(), Actions.Call(0, "Breaks"), Actions.Call(1, "Slow"), Actions.Call(2, "Slower"), Actions.Timer(3, clock.GetUtcNow().AddHours(1)));
        WorkItem breaks = await worker.ActivityAsync();
        WorkItem slow = await worker.ActivityAsync();
        WorkItem slower = await worker.ActivityAsync();
        await worker.FailAsync(breaks, "broken");
        WorkItem failing = await worker.TurnAsync();
        await sidecar.RaiseAsync("a", "late", "1");
        await worker.CompleteAsync(failing, Actions.Fail(4, "broken"));
        await sidecar.EndOfAsync("a");
        await worker.CompleteAsync(slow, "\"slow\"");

        await RewindAsync(sidecar, "a");
        await worker.CompleteAsync(slower, "\"slower\"");
        clock.Advance(TimeSpan.FromHours(2));

        List<HistoryEvent> seen = [];
        string? again = null;
        while (again is null || seen.Count(entry => entry.TimerFired is not null || entry.TaskCompleted is not null) < 3)
        {
            WorkItem item = await worker.NextAsync();
            again ??= item.ActivityRequest?.Name;
            if (item.OrchestratorRequest is { } turn)
            {
                seen.AddRange(turn.NewEvents);
                await worker.CompleteAsync(item);
            }
        }

        Assert.AreEqual("Breaks", again);
        CollectionAssert.AreEquivalent(new[] { "\"slow\"", "\"slower\"" }, seen.Where(entry => entry.TaskCompleted is not null).Select(entry => entry.TaskCompleted.Result).ToArray());
        Assert.AreEqual("late", seen.Single(entry => entry.EventRaised is not null).EventRaised.Name);
        Assert.AreEqual(3, seen.Single(entry => entry.TimerFired is not null).TimerFired.TimerId);
    }

    [TestMethod]
    public async Task Rewind_FailedChildren_AreRewoundToTheLastGeneration()
    {
        await using RunningSidecar sidecar = await RunningSidecar.StartAsync();
        await using ScriptedWorker worker = await sidecar.WorkerAsync();
        await FailThreeGenerationsAsync(sidecar, worker);

        await RewindAsync(sidecar, "top");

        Dictionary<string, WorkItem> turns = [];
        string? activity = null;
        while (turns.Count < 3 || activity is null)
        {
            WorkItem item = await worker.NextAsync();
            if (item.ActivityRequest is { } request)
            {
                activity = request.Name;
                await worker.CompleteAsync(item, "\"mended\"");
            }
            else
            {
                turns.Add(item.OrchestratorRequest.InstanceId, item);
            }
        }

        Assert.AreEqual("Breaks", activity);
        CollectionAssert.AreEquivalent(new[] { "top", "middle", "bottom" }, turns.Keys.ToArray());
        ParentInstanceInfo parent = turns["bottom"].OrchestratorRequest.PastEvents[1].ExecutionStarted.ParentInstance;
        Assert.AreEqual(turns["middle"].OrchestratorRequest.ExecutionId, parent.OrchestrationInstance.ExecutionId);
        await worker.CompleteAsync(turns["top"]);
        await worker.CompleteAsync(turns["middle"]);
        WorkItem bottom = turns["bottom"];
        int results = bottom.OrchestratorRequest.NewEvents.Count(entry => entry.TaskCompleted is not null);
        if (results == 0)
        {
            await worker.CompleteAsync(bottom);
            bottom = await worker.TurnAsync();
        }

        await worker.CompleteAsync(bottom, Actions.Complete(1, "1"));
        await worker.CompleteAsync(await worker.TurnAsync(), Actions.Complete(1, "2"));
        WorkItem top = await worker.TurnAsync();
        Assert.AreEqual("2", top.OrchestratorRequest.NewEvents[1].SubOrchestrationInstanceCompleted.Result);
        await worker.CompleteAsync(top, Actions.Complete(2, "3"));
        Assert.AreEqual("3", (await sidecar.EndOfAsync("top")).Output);
        Assert.AreEqual(OrchestrationStatus.Completed, (await sidecar.StateOfAsync("sister"))!.OrchestrationStatus);
    }

    [TestMethod]
    public async Task Rewind_ChildThatWasMendedBefore_GivesItsResultAtOnce()
    {
        await using RunningSidecar sidecar = await RunningSidecar.StartAsync();
        await using ScriptedWorker worker = await sidecar.WorkerAsync();
        await FailThreeGenerationsAsync(sidecar, worker);
        await RewindAsync(sidecar, "bottom");
        (WorkItem turn, WorkItem activity) = await TurnAndActivityAsync(worker);
        await worker.CompleteAsync(turn);
        await worker.CompleteAsync(activity, "\"mended\"");
        await worker.CompleteAsync(await worker.TurnAsync(), Actions.Complete(1, "\"by itself\""));
        await sidecar.EndOfAsync("bottom");

        await RewindAsync(sidecar, "middle");

        WorkItem middle = await worker.TurnAsync();
        Assert.AreEqual("\"by itself\"", middle.OrchestratorRequest.NewEvents.Single(entry => entry.SubOrchestrationInstanceCompleted is not null).SubOrchestrationInstanceCompleted.Result);
    }

    [TestMethod]
    public async Task Rewind_ChildThatWasTerminated_BeginsAnew()
    {
        await using RunningSidecar sidecar = await RunningSidecar.StartAsync();
        await using ScriptedWorker worker = await sidecar.WorkerAsync();
        await sidecar.StartAsync("a");
        await worker.CompleteAsync(await worker.TurnAsync(), Actions.Child(0, "b", "Child", "7"));
        WorkItem child = await worker.TurnAsync();
        await worker.CompleteAsync(child, Actions.Complete(0, "\"stopped\"", OrchestrationStatus.Terminated));
        await worker.CompleteAsync(await worker.TurnAsync(), Actions.Fail(1, "stopped"));
        await sidecar.EndOfAsync("a");

        await RewindAsync(sidecar, "a");

        WorkItem[] turns = [await worker.TurnAsync(), await worker.TurnAsync()];
        OrchestratorRequest again = turns.Single(turn => turn.OrchestratorRequest.InstanceId == "b").OrchestratorRequest;
        Assert.IsEmpty(again.PastEvents);
        Assert.AreEqual("7", again.NewEvents[1].ExecutionStarted.Input);
    }

    [TestMethod]
    [DataRow(OrchestrationStatus.Pending)]
    [DataRow(OrchestrationStatus.Completed)]
    [DataRow(OrchestrationStatus.Terminated)]
    public async Task Rewind_WhatHasNotFailed_IsRefused(OrchestrationStatus status)
    {
        await using RunningSidecar sidecar = await RunningSidecar.StartAsync();
        await sidecar.StartAsync("a");
        if (status != OrchestrationStatus.Pending)
        {
            await using ScriptedWorker worker = await sidecar.WorkerAsync();
            await worker.CompleteAsync(await worker.TurnAsync(), Actions.Complete(0, null, status));
            await sidecar.EndOfAsync("a");
        }

        RpcException refusal = await Assert.ThrowsExactlyAsync<RpcException>(() => RewindAsync(sidecar, "a"));

        Assert.AreEqual(StatusCode.FailedPrecondition, refusal.StatusCode);
        Assert.Contains($"'a' is {status}; only one that has failed can be rewound", refusal.Status.Detail);
        Assert.AreEqual(status, (await sidecar.StateOfAsync("a"))!.OrchestrationStatus);
    }

    [TestMethod]
    public async Task Rewind_WhatIsNotThere_IsNotFound()
    {
        await using RunningSidecar sidecar = await RunningSidecar.StartAsync();

        RpcException refusal = await Assert.ThrowsExactlyAsync<RpcException>(() => RewindAsync(sidecar, "nobody"));

        Assert.AreEqual(StatusCode.NotFound, refusal.StatusCode);
        Assert.Contains("nobody", refusal.Status.Detail);
    }

    [TestMethod]
    [DataRow("rewind.before-commit", OrchestrationStatus.Failed)]
    [DataRow("rewind.after-commit", OrchestrationStatus.Running)]
    public async Task Rewind_KilledAround_LeavesAllGenerationsOrNone(string instant, OrchestrationStatus expected)
    {
        await using var folder = new TemporaryFolder();
        await using RunningSidecar sidecar = await RunningSidecar.StartAsync();
        await using (ScriptedWorker worker = await sidecar.WorkerAsync())
        {
            await FailThreeGenerationsAsync(sidecar, worker);
        }

        using (new HubImage(sidecar.Options.HubPath, instant, folder.Hub))
        {
            await RewindAsync(sidecar, "top");
        }

        await using RunningSidecar revived = await RunningSidecar.StartAsync(change: options => options with { HubPath = folder.Hub });
        foreach (string id in (string[])["top", "middle", "bottom"])
        {
            Assert.AreEqual(expected, (await revived.StateOfAsync(id))!.OrchestrationStatus, id);
        }

        if (expected == OrchestrationStatus.Failed)
        {
            await RewindAsync(revived, "top");
        }

        await using ScriptedWorker next = await revived.WorkerAsync(Filters.OnlyActivities("Breaks"));
        Assert.AreEqual("bottom", (await next.ActivityAsync()).ActivityRequest.OrchestrationInstance.InstanceId);
    }

    private static async Task RewindAsync(RunningSidecar sidecar, string id, string? reason = null) =>
        await sidecar.Client.RewindInstanceAsync(new RewindInstanceRequest { InstanceId = id, Reason = reason });

    private static async Task FailOneOfTwoAsync(RunningSidecar sidecar, ScriptedWorker worker)
    {
        await sidecar.StartAsync("a");
        await worker.CompleteAsync(await worker.TurnAsync(), Actions.Call(0, "Works", "[0]"), Actions.Call(1, "Breaks", "[1]"));
        WorkItem works = await worker.ActivityAsync();
        WorkItem breaks = await worker.ActivityAsync();
        await worker.FailAsync(breaks, "broken");
        await worker.CompleteAsync(await worker.TurnAsync());
        await worker.CompleteAsync(works, "\"fine\"");
        await worker.CompleteAsync(await worker.TurnAsync(), Actions.Fail(2, "broken"));
        await sidecar.EndOfAsync("a");
    }

    /// <summary>"top" has the children "sister", which completes, and "middle", which fails because its child "bottom" does.</summary>
    private static async Task FailThreeGenerationsAsync(RunningSidecar sidecar, ScriptedWorker worker)
    {
        await sidecar.StartAsync("top");
        await worker.CompleteAsync(await worker.TurnAsync(), Actions.Child(0, "sister", "Child"));
        await worker.CompleteAsync(await worker.TurnAsync(), Actions.Complete(0, "0"));
        await worker.CompleteAsync(await worker.TurnAsync(), Actions.Child(1, "middle", "Child"));
        await worker.CompleteAsync(await worker.TurnAsync(), Actions.Child(0, "bottom", "Child"));
        await worker.CompleteAsync(await worker.TurnAsync(), Actions.Call(0, "Breaks"));
        await worker.FailAsync(await worker.ActivityAsync(), "broken");
        for (int generation = 0; generation < 3; generation++)
        {
            await worker.CompleteAsync(await worker.TurnAsync(), Actions.Fail(generation == 2 ? 2 : 1, "broken"));
        }

        await sidecar.EndOfAsync("top");
    }

    private static async Task<(WorkItem Turn, WorkItem Activity)> TurnAndActivityAsync(ScriptedWorker worker)
    {
        WorkItem first = await worker.NextAsync();
        WorkItem second = await worker.NextAsync();
        return first.OrchestratorRequest is null ? (second, first) : (first, second);
    }
}
