using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Microsoft.Extensions.Time.Testing;
using Tapir.DurableTask.Protobuf;

namespace Tapir.DurableTask.Sidecar.Tests;

/// <summary>Turns: handed out, answered once, applied or refused.</summary>
[TestClass]
public sealed class TurnTests
{
    [TestMethod]
    public async Task Turn_OfTwoActivities_RunsToItsResult()
    {
        await using RunningSidecar sidecar = await RunningSidecar.StartAsync();
        await using ScriptedWorker worker = await sidecar.WorkerAsync();
        await sidecar.Client.StartInstanceAsync(new CreateInstanceRequest { InstanceId = "a", Name = "Sum", Input = "[1,2]" });

        WorkItem first = await worker.TurnAsync();
        Assert.IsEmpty(first.OrchestratorRequest.PastEvents);
        Assert.AreEqual("[1,2]", first.OrchestratorRequest.NewEvents[1].ExecutionStarted.Input);
        await worker.CompleteAsync(first, Actions.Call(0, "One", "[1]"), Actions.Call(1, "Two", "[2]"));

        WorkItem one = await worker.ActivityAsync();
        WorkItem two = await worker.ActivityAsync();
        Assert.AreEqual("One", one.ActivityRequest.Name);
        await worker.CompleteAsync(one, "1");
        WorkItem second = await worker.TurnAsync();
        Assert.AreEqual("1", second.OrchestratorRequest.NewEvents[1].TaskCompleted.Result);
        Assert.HasCount(5, second.OrchestratorRequest.PastEvents);
        await worker.CompleteAsync(second);
        await worker.CompleteAsync(two, "2");
        WorkItem third = await worker.TurnAsync();
        Assert.AreEqual(1, third.OrchestratorRequest.NewEvents[1].TaskCompleted.TaskScheduledId);
        await worker.CompleteAsync(third, Actions.Complete(2, "3"));

        GetInstanceResponse done = await sidecar.Client.WaitForInstanceCompletionAsync(new GetInstanceRequest { InstanceId = "a", GetInputsAndOutputs = true });
        Assert.AreEqual(OrchestrationStatus.Completed, done.OrchestrationState.OrchestrationStatus);
        Assert.AreEqual("3", done.OrchestrationState.Output);
        Assert.AreEqual("[1,2]", done.OrchestrationState.Input);
    }

    [TestMethod]
    public async Task Turn_CompletedByAWorkerThatLostIt_ChangesNothing()
    {
        await using RunningSidecar sidecar = await RunningSidecar.StartAsync();
        ScriptedWorker lost = await sidecar.WorkerAsync();
        await sidecar.StartAsync("a");
        WorkItem stale = await lost.TurnAsync();
        await lost.DisposeAsync();
        await using ScriptedWorker worker = await sidecar.WorkerAsync();
        WorkItem turn = await worker.TurnAsync();

        await lost.CompleteAsync(stale, Actions.Complete(0, "\"stale\""));
        await worker.CompleteAsync(turn, Actions.Complete(0, "\"good\""));

        Assert.AreEqual("\"good\"", (await sidecar.EndOfAsync("a")).Output);
    }

    [TestMethod]
    public async Task Turn_CompletedTwice_CountsOnce()
    {
        await using RunningSidecar sidecar = await RunningSidecar.StartAsync();
        await using ScriptedWorker worker = await sidecar.WorkerAsync();
        await sidecar.StartAsync("a");
        WorkItem turn = await worker.TurnAsync();

        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => worker.CompleteAsync(turn, Actions.Call(0, "One"))));

        WorkItem activity = await worker.ActivityAsync();
        await worker.CompleteAsync(activity, "1");
        WorkItem second = await worker.TurnAsync();
        Assert.HasCount(1, second.OrchestratorRequest.PastEvents.Where(entry => entry.TaskScheduled is not null));
        Assert.HasCount(2, second.OrchestratorRequest.NewEvents);
    }

    [TestMethod]
    public async Task Turn_WithAMadeUpToken_IsInvalidArgument()
    {
        await using RunningSidecar sidecar = await RunningSidecar.StartAsync();

        RpcException refusal = await Assert.ThrowsExactlyAsync<RpcException>(() =>
            sidecar.Client.CompleteOrchestratorTaskAsync(new OrchestratorResponse { InstanceId = "a", CompletionToken = "made up" }).ResponseAsync);

        Assert.AreEqual(StatusCode.InvalidArgument, refusal.StatusCode);
        Assert.Contains("made up", refusal.Status.Detail);
    }

    [TestMethod]
    public async Task CustomStatus_OfEachTurn_ReplacesTheLast()
    {
        await using RunningSidecar sidecar = await RunningSidecar.StartAsync();
        await using ScriptedWorker worker = await sidecar.WorkerAsync();
        await sidecar.StartAsync("a");
        foreach (string? status in (string?[])["\"one\"", "\"two\"", null])
        {
            OrchestratorResponse answer = ScriptedWorker.Response(await worker.TurnAsync());
            answer.CustomStatus = status;
            await worker.Client.CompleteOrchestratorTaskAsync(answer);

            Assert.AreEqual(status, (await sidecar.StateOfAsync("a"))!.CustomStatus);
            await sidecar.RaiseAsync("a", "go", null);
        }
    }

    [TestMethod]
    public async Task TerminateOrchestration_Decided_EndsTheOther()
    {
        await using RunningSidecar sidecar = await RunningSidecar.StartAsync();
        await using ScriptedWorker worker = await sidecar.WorkerAsync(Filters.OnlyTurns("Work"));
        await sidecar.Client.StartInstanceAsync(new CreateInstanceRequest
        {
            InstanceId = "other",
            Name = "Later",
            ScheduledStartTimestamp = Timestamp.FromDateTimeOffset(DateTimeOffset.UtcNow.AddDays(1)),
        });
        await sidecar.StartAsync("a");

        await worker.CompleteAsync(
            await worker.TurnAsync(), new OrchestratorAction { Id = 0, TerminateOrchestration = new TerminateOrchestrationAction { InstanceId = "other", Reason = "\"enough\"" } });

        OrchestrationState ended = await sidecar.EndOfAsync("other");
        Assert.AreEqual(OrchestrationStatus.Terminated, ended.OrchestrationStatus);
        Assert.AreEqual("\"enough\"", ended.Output);
    }

    [TestMethod]
    public async Task Turn_OfAWorkerThatRecordsNoTrace_PassesOnTheOneItWasStartedIn()
    {
        const string Trace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
        await using RunningSidecar sidecar = await RunningSidecar.StartAsync();
        await using ScriptedWorker worker = await sidecar.WorkerAsync();
        await sidecar.Client.StartInstanceAsync(new CreateInstanceRequest { InstanceId = "a", Name = "Work", ParentTraceContext = new TraceContext { TraceParent = Trace } });

        await worker.CompleteAsync(await worker.TurnAsync(), Actions.Call(0, "One"), Actions.Child(1, "child", "Child"));

        WorkItem[] items = [await worker.NextAsync(), await worker.NextAsync()];
        Assert.AreEqual(Trace, items.Single(item => item.ActivityRequest is not null).ActivityRequest.ParentTraceContext.TraceParent);
        Assert.AreEqual(Trace, items.Single(item => item.OrchestratorRequest is not null).OrchestratorRequest.NewEvents[1].ExecutionStarted.ParentTraceContext.TraceParent);
    }

    [TestMethod]
    public async Task Turn_WhoseAnswerCannotBeApplied_IsParkedWithTheReasonAndTheOthersGoOn()
    {
        await using RunningSidecar sidecar = await RunningSidecar.StartAsync();
        await using ScriptedWorker worker = await sidecar.WorkerAsync();
        await sidecar.StartAsync("a");
        var timerWithoutATime = new OrchestratorAction { Id = 0, CreateTimer = new CreateTimerAction() };

        for (int delivery = 0; delivery < 5; delivery++)
        {
            WorkItem turn = await worker.TurnAsync();
            RpcException refusal = await Assert.ThrowsExactlyAsync<RpcException>(() => worker.CompleteAsync(turn, timerWithoutATime));
            Assert.AreEqual(StatusCode.Internal, refusal.StatusCode);
        }

        await sidecar.StartAsync("b");
        Assert.AreEqual("b", (await worker.TurnAsync()).OrchestratorRequest.InstanceId);
        ParkedItem parked = await sidecar.ParkedAsync();
        Assert.AreEqual("a", parked.InstanceId);
        Assert.Contains("could not be applied", parked.Reason);
        Assert.IsEmpty(await sidecar.HistoryAsync("a"));
    }

    [TestMethod]
    public async Task Turn_AbandonedAndDoneMeanwhile_IsNotHandedOutAgain()
    {
        var clock = new FakeTimeProvider(DateTimeOffset.UtcNow);
        await using RunningSidecar sidecar = await RunningSidecar.StartAsync(clock);
        await using ScriptedWorker worker = await sidecar.WorkerAsync();
        await sidecar.StartAsync("a");
        await worker.AbandonAsync(await worker.TurnAsync());
        await sidecar.RaiseAsync("a", "go", null);
        await worker.CompleteAsync(await worker.TurnAsync());

        clock.Advance(TimeSpan.FromMinutes(1));
        await sidecar.StartAsync("b");

        Assert.AreEqual("b", (await worker.TurnAsync()).OrchestratorRequest.InstanceId);
    }
}
