using Grpc.Core;
using Microsoft.Extensions.Time.Testing;
using Tapir.DurableTask.Protobuf;

namespace Tapir.DurableTask.Sidecar.Tests;

/// <summary>A failed instance that goes on from where it failed.</summary>
[TestClass]
public sealed class RewindTests
{
    [TestMethod]
    public async Task Rewind_AfterContinueAsNew_DoesNotTakeACallOfTheFormerExecutionForItsOwn()
    {
        await using RunningSidecar sidecar = await RunningSidecar.StartAsync();
        await using ScriptedWorker turns = await sidecar.WorkerAsync(Filters.OnlyTurns("Work"));
        await sidecar.StartAsync("a");
        await turns.CompleteAsync(await turns.TurnAsync(), Actions.Call(0, "Former"), Actions.ContinueAsNew(1, null));
        await turns.CompleteAsync(await turns.TurnAsync(), Actions.Call(0, "Present"));
        await using ScriptedWorker activities = await sidecar.WorkerAsync(Filters.OnlyActivities("Present"));
        await activities.FailAsync(await activities.ActivityAsync(), "bad luck");
        await turns.CompleteAsync(await turns.TurnAsync(), Actions.Fail(1, "bad luck"));
        await sidecar.EndOfAsync("a");

        await sidecar.RewindAsync("a");

        Assert.AreEqual("Present", (await activities.ActivityAsync()).ActivityRequest.Name);
    }

    [TestMethod]
    public async Task Rewind_OneOfTwoActivitiesFailed_MakesThatCallAgainAndKeepsTheOther()
    {
        await using RunningSidecar sidecar = await RunningSidecar.StartAsync();
        await using ScriptedWorker worker = await sidecar.WorkerAsync();
        await FailOneOfTwoAsync(sidecar, worker);
        string execution = (await sidecar.StateOfAsync("a"))!.ExecutionId;

        await sidecar.RewindAsync("a", "the disk is larger now");

        OrchestrationState rewound = (await sidecar.StateOfAsync("a"))!;
        Assert.AreEqual(OrchestrationStatus.Running, rewound.OrchestrationStatus);
        Assert.IsNull(rewound.FailureDetails);
        Assert.IsNull(rewound.CompletedTimestamp);
        Assert.AreNotEqual(execution, rewound.ExecutionId);
        (WorkItem turn, WorkItem again) = await worker.TurnAndActivityAsync();
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
        await sidecar.RewindAsync("a");
        (WorkItem turn, WorkItem again) = await worker.TurnAndActivityAsync();
        await worker.CompleteAsync(turn);
        await worker.FailAsync(again, "still broken");
        await worker.CompleteAsync(await worker.TurnAsync(), Actions.Fail(2, "still broken"));
        await sidecar.EndOfAsync("a");

        await sidecar.RewindAsync("a");

        (turn, again) = await worker.TurnAndActivityAsync();
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

        await sidecar.RewindAsync("a");

        (WorkItem turn, WorkItem again) = await worker.TurnAndActivityAsync();
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

        await sidecar.RewindAsync("a");

        (WorkItem turn, WorkItem again) = await worker.TurnAndActivityAsync();
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

        await sidecar.RewindAsync("a");

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

        await sidecar.RewindAsync("a");

        (WorkItem turn, WorkItem again) = await worker.TurnAndActivityAsync();
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

        await sidecar.RewindAsync("a");

        (WorkItem turn, WorkItem again) = await worker.TurnAndActivityAsync();
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

        await sidecar.RewindAsync("a");

        (WorkItem turn, WorkItem again) = await worker.TurnAndActivityAsync();
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

        await sidecar.RewindAsync("a");
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

        RpcException refusal = await Assert.ThrowsExactlyAsync<RpcException>(() => sidecar.RewindAsync("a"));

        Assert.AreEqual(StatusCode.FailedPrecondition, refusal.StatusCode);
        Assert.Contains($"'a' is {status}; only one that has failed can be rewound", refusal.Status.Detail);
        Assert.AreEqual(status, (await sidecar.StateOfAsync("a"))!.OrchestrationStatus);
    }

    [TestMethod]
    public async Task Rewind_WhatIsNotThere_IsNotFound()
    {
        await using RunningSidecar sidecar = await RunningSidecar.StartAsync();

        RpcException refusal = await Assert.ThrowsExactlyAsync<RpcException>(() => sidecar.RewindAsync("nobody"));

        Assert.AreEqual(StatusCode.NotFound, refusal.StatusCode);
        Assert.Contains("nobody", refusal.Status.Detail);
    }

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
}
