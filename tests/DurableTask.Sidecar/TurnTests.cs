using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Microsoft.Extensions.Time.Testing;
using Tapir.DurableTask.Protobuf;

namespace Tapir.DurableTask.Sidecar.Tests;

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
    public async Task Turn_CompletedInParts_HasAllActionsInOrder()
    {
        await using RunningSidecar sidecar = await RunningSidecar.StartAsync();
        await using ScriptedWorker worker = await sidecar.WorkerAsync();
        await sidecar.StartAsync("a");
        WorkItem turn = await worker.TurnAsync();
        OrchestratorResponse first = ScriptedWorker.Response(turn, Actions.Call(0, "One"));
#pragma warning disable CS0612 // Workers still send the two fields although the protocol marks them deprecated.
        first.IsPartial = true;
        first.ChunkIndex = 0;
        OrchestratorResponse last = ScriptedWorker.Response(turn, Actions.Call(1, "Two"));
        last.ChunkIndex = 1;
#pragma warning restore CS0612

        await worker.Client.CompleteOrchestratorTaskAsync(first);
        await worker.Client.CompleteOrchestratorTaskAsync(first);
        await worker.Client.CompleteOrchestratorTaskAsync(last);

        Assert.AreEqual("One", (await worker.ActivityAsync()).ActivityRequest.Name);
        Assert.AreEqual("Two", (await worker.ActivityAsync()).ActivityRequest.Name);
    }

    [TestMethod]
    public async Task Turn_CompletedInPartsOutOfOrder_HasAllActionsInOrder()
    {
        await using RunningSidecar sidecar = await RunningSidecar.StartAsync();
        await using ScriptedWorker worker = await sidecar.WorkerAsync();
        await sidecar.StartAsync("a");
        WorkItem turn = await worker.TurnAsync();

        await worker.Client.CompleteOrchestratorTaskAsync(Part(turn, 1, last: false, Actions.Call(1, "Two")));
        await worker.Client.CompleteOrchestratorTaskAsync(Part(turn, 0, last: false, Actions.Call(0, "One")));
        await worker.Client.CompleteOrchestratorTaskAsync(Part(turn, 2, last: true, Actions.Call(2, "Three")));

        foreach (string expected in (string[])["One", "Two", "Three"])
        {
            Assert.AreEqual(expected, (await worker.ActivityAsync()).ActivityRequest.Name);
        }
    }

    [TestMethod]
    [DataRow(new[] { 1 }, 2)]
    [DataRow(new[] { 0, 2 }, 3)]
    [DataRow(new int[0], 1)]
    [DataRow(new[] { 0, 1 }, 1)]
    public async Task Turn_OfWhichAPartIsMissing_IsRefusedAndGoesOutAgainWhole(int[] arrived, int last)
    {
        await using RunningSidecar sidecar = await RunningSidecar.StartAsync();
        await using ScriptedWorker worker = await sidecar.WorkerAsync();
        await sidecar.StartAsync("a");
        WorkItem turn = await worker.TurnAsync();
        foreach (int part in arrived)
        {
            await worker.Client.CompleteOrchestratorTaskAsync(Part(turn, part, last: false, Actions.Call(part, "Part")));
        }

        RpcException refusal = await Assert.ThrowsExactlyAsync<RpcException>(
            () => worker.Client.CompleteOrchestratorTaskAsync(Part(turn, last, last: true, Actions.Call(last, "Last"))).ResponseAsync);

        Assert.AreEqual(StatusCode.DataLoss, refusal.StatusCode);
        Assert.Contains($"has {last + 1} parts", refusal.Status.Detail);
        WorkItem again = await worker.TurnAsync();
        Assert.AreNotEqual(turn.CompletionToken, again.CompletionToken);
        await worker.CompleteAsync(again, Actions.Complete(0, "\"whole\""));
        Assert.AreEqual("\"whole\"", (await sidecar.EndOfAsync("a")).Output);
        Assert.AreEqual(0, (await sidecar.Hub.GetStatusAsync()).PendingActivities);
    }

    [TestMethod]
    public async Task Turn_WithAPartOfAnEarlierHandOut_IsWithoutIt()
    {
        await using RunningSidecar sidecar = await RunningSidecar.StartAsync();
        await using ScriptedWorker second = await sidecar.WorkerAsync(new GetWorkItemsRequest { MaxConcurrentOrchestrationWorkItems = 1 });
        WorkItem stale;
        await using (ScriptedWorker first = await sidecar.WorkerAsync())
        {
            await sidecar.StartAsync("a");
            stale = await first.TurnAsync();
        }

        WorkItem turn = await second.TurnAsync();
        await second.Client.CompleteOrchestratorTaskAsync(Part(stale, 0, last: false, Actions.Call(0, "Stale")));
        await second.CompleteAsync(turn, Actions.Call(0, "Right"));

        Assert.AreEqual("Right", (await second.ActivityAsync()).ActivityRequest.Name);
        Assert.AreEqual(1, (await sidecar.Hub.GetStatusAsync()).PendingActivities);
    }

    [TestMethod]
    public async Task Turn_WhoseWorkerRequiresHistory_ComesAgainWithAllOfIt()
    {
        await using RunningSidecar sidecar = await RunningSidecar.StartAsync();
        var request = new GetWorkItemsRequest { Capabilities = { WorkerCapability.HistoryStreaming } };
        await using ScriptedWorker worker = await ScriptedWorker.ConnectAsync(sidecar.Connect(), request, new Metadata { { WarmExecutors.Header, "1" } });
        await sidecar.StartAsync("a");
        await worker.CompleteAsync(await worker.TurnAsync());
        await sidecar.RaiseAsync("a", "go", "1");
        WorkItem without = await worker.TurnAsync();
        OrchestratorResponse ask = ScriptedWorker.Response(without);
        ask.RequiresHistory = true;

        await worker.Client.CompleteOrchestratorTaskAsync(ask);

        OrchestratorRequest again = (await worker.TurnAsync()).OrchestratorRequest;
        Assert.IsFalse(again.RequiresHistoryStreaming);
        Assert.HasCount(3, again.PastEvents);
        Assert.AreEqual("1", again.NewEvents[1].EventRaised.Input);
    }

    [TestMethod]
    public async Task ContinueAsNew_WithEvents_BeginsAnewAndKeepsThemInOrder()
    {
        await using RunningSidecar sidecar = await RunningSidecar.StartAsync();
        await using ScriptedWorker worker = await sidecar.WorkerAsync();
        await sidecar.StartAsync("a");
        WorkItem turn = await worker.TurnAsync();
        await sidecar.RaiseAsync("a", "late", "3");
        var carried = new HistoryEvent
        {
            EventId = -1,
            Timestamp = Timestamp.FromDateTime(DateTime.UtcNow),
            EventRaised = new EventRaisedEvent { Name = "carried", Input = "2" },
        };

        await worker.CompleteAsync(turn, Actions.Send(0, "a", "buffered", "1"), Actions.ContinueAsNew(1, "\"next\"", carried));

        WorkItem next = await worker.TurnAsync();
        Assert.IsEmpty(next.OrchestratorRequest.PastEvents);
        Assert.AreNotEqual(turn.OrchestratorRequest.ExecutionId, next.OrchestratorRequest.ExecutionId);
        Assert.AreEqual("\"next\"", next.OrchestratorRequest.NewEvents[1].ExecutionStarted.Input);
        CollectionAssert.AreEqual(
            new[] { "buffered", "carried", "late" },
            next.OrchestratorRequest.NewEvents.Where(entry => entry.EventRaised is not null).Select(entry => entry.EventRaised.Name).ToArray());
    }

    [TestMethod]
    public async Task ContinueAsNew_OfAChildWithTags_KeepsBothAndTakesTheNewVersion()
    {
        await using RunningSidecar sidecar = await RunningSidecar.StartAsync();
        await using ScriptedWorker worker = await sidecar.WorkerAsync();
        await sidecar.StartAsync("parent");
        OrchestratorAction child = Actions.Child(0, "child", "Child");
        child.CreateSubOrchestration.Version = "1";
        child.CreateSubOrchestration.Tags.Add("colour", "red");
        await worker.CompleteAsync(await worker.TurnAsync(), child);
        OrchestratorAction again = Actions.ContinueAsNew(0, "2", new HistoryEvent { EventId = -1, EventRaised = new EventRaisedEvent { Name = "late" } });
        again.CompleteOrchestration.NewVersion = "2";

        await worker.CompleteAsync(await worker.TurnAsync(), again);

        WorkItem turn = await worker.TurnAsync();
        ExecutionStartedEvent start = turn.OrchestratorRequest.NewEvents[1].ExecutionStarted;
        Assert.AreEqual("2", start.Version);
        Assert.AreEqual("red", start.Tags["colour"]);
        Assert.AreEqual("parent", start.ParentInstance.OrchestrationInstance.InstanceId);
        Assert.AreEqual(0, start.ParentInstance.TaskScheduledId);
        Assert.IsEmpty(turn.OrchestratorRequest.NewEvents.Where(happened => happened.Timestamp is null));
        await worker.CompleteAsync(turn, Actions.Complete(0, "3"));
        Assert.AreEqual("3", (await worker.TurnAsync()).OrchestratorRequest.NewEvents[1].SubOrchestrationInstanceCompleted.Result);
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
    public async Task ContinueAsNew_WithAnOldActivityOut_DropsItsResult()
    {
        await using RunningSidecar sidecar = await RunningSidecar.StartAsync();
        await using ScriptedWorker worker = await sidecar.WorkerAsync();
        await sidecar.StartAsync("a");
        await worker.CompleteAsync(await worker.TurnAsync(), Actions.Call(0, "Old"));
        WorkItem old = await worker.ActivityAsync();
        await sidecar.RaiseAsync("a", "go", null);
        await worker.CompleteAsync(await worker.TurnAsync(), Actions.ContinueAsNew(1, null));
        await worker.CompleteAsync(await worker.TurnAsync(), Actions.Call(0, "New"));
        WorkItem current = await worker.ActivityAsync();

        await worker.CompleteAsync(old, "\"old\"");
        await worker.CompleteAsync(current, "\"new\"");

        WorkItem turn = await worker.TurnAsync();
        Assert.HasCount(2, turn.OrchestratorRequest.NewEvents);
        Assert.AreEqual("\"new\"", turn.OrchestratorRequest.NewEvents[1].TaskCompleted.Result);
    }

    [TestMethod]
    public async Task Turn_WithALongHistory_IsStreamedToAWorkerThatCan()
    {
        await using RunningSidecar sidecar = await RunningSidecar.StartAsync();
        var request = new GetWorkItemsRequest();
        request.Capabilities.Add(WorkerCapability.HistoryStreaming);
        await using ScriptedWorker worker = await sidecar.WorkerAsync(request);
        await sidecar.StartAsync("a", input: new string('x', 2 << 20));
        await worker.CompleteAsync(await worker.TurnAsync());
        await sidecar.RaiseAsync("a", "go", null);

        WorkItem turn = await worker.TurnAsync();

        Assert.IsTrue(turn.OrchestratorRequest.RequiresHistoryStreaming);
        Assert.IsEmpty(turn.OrchestratorRequest.PastEvents);
        List<HistoryEvent> history = await sidecar.HistoryAsync("a", turn.OrchestratorRequest.ExecutionId);
        Assert.HasCount(3, history);
        Assert.AreEqual(2 << 20, history[1].ExecutionStarted.Input.Length);
    }

    [TestMethod]
    public async Task Turn_WithALongHistory_ComesWholeToAWorkerThatCannotFetchIt()
    {
        await using RunningSidecar sidecar = await RunningSidecar.StartAsync();
        await using ScriptedWorker worker = await sidecar.WorkerAsync();
        await sidecar.StartAsync("a", input: new string('x', 2 << 20));
        await worker.CompleteAsync(await worker.TurnAsync());
        await sidecar.RaiseAsync("a", "go", null);

        OrchestratorRequest turn = (await worker.TurnAsync()).OrchestratorRequest;

        Assert.IsFalse(turn.RequiresHistoryStreaming);
        Assert.HasCount(3, turn.PastEvents);
        Assert.AreEqual(2 << 20, turn.PastEvents[1].ExecutionStarted.Input.Length);
    }

    [TestMethod]
    public async Task Events_OfEveryKind_HaveTheirTimesAndIds()
    {
        await using RunningSidecar sidecar = await RunningSidecar.StartAsync();
        await using ScriptedWorker worker = await sidecar.WorkerAsync();
        await sidecar.StartAsync("a");
        await worker.CompleteAsync(
            await worker.TurnAsync(), Actions.Call(0, "Ok"), Actions.Call(1, "Bad"), Actions.Timer(2, DateTimeOffset.UtcNow), Actions.Child(3, "child", "Child"), Actions.Send(4, "a", "self", null));
        List<HistoryEvent> received = [];
        while (received.Count(happened => happened.TaskCompleted is not null || happened.TaskFailed is not null || happened.TimerFired is not null
            || happened.SubOrchestrationInstanceCompleted is not null || happened.EventRaised is not null) < 5)
        {
            WorkItem item = await worker.NextAsync();
            if (item.ActivityRequest is { } activity)
            {
                await (activity.Name == "Ok" ? worker.CompleteAsync(item, "1") : worker.FailAsync(item, "no"));
                continue;
            }

            bool isChild = item.OrchestratorRequest.InstanceId == "child";
            received.AddRange(isChild ? [] : item.OrchestratorRequest.NewEvents);
            await worker.CompleteAsync(item, isChild ? [Actions.Complete(0, "1")] : []);
        }

        await sidecar.Client.SuspendInstanceAsync(new SuspendRequest { InstanceId = "a" });
        await worker.CompleteAsync(await worker.TurnAsync());
        await sidecar.Client.ResumeInstanceAsync(new ResumeRequest { InstanceId = "a" });
        await worker.CompleteAsync(await worker.TurnAsync());
        await sidecar.Client.TerminateInstanceAsync(new TerminateRequest { InstanceId = "a" });
        await worker.CompleteAsync(await worker.TurnAsync(), Actions.Complete(5, null, OrchestrationStatus.Terminated));
        await sidecar.EndOfAsync("a");

        List<HistoryEvent> history = await sidecar.HistoryAsync("a");
        Assert.IsGreaterThanOrEqualTo(16, history.Select(happened => happened.EventTypeCase).Distinct().Count());
        Assert.IsEmpty(history.Concat(received).Where(happened => happened.Timestamp is null));
        HistoryEvent[] decided = [.. history.Where(happened => happened.EventId >= 0)];
        Assert.AreSequenceEqual([0, 1, 2, 3, 4, 5], decided.Select(happened => happened.EventId));
        Assert.IsTrue(decided.All(happened => happened.TaskScheduled is not null || happened.TimerCreated is not null || happened.SubOrchestrationInstanceCreated is not null
            || happened.EventSent is not null || happened.ExecutionCompleted is not null));
        Assert.IsTrue(history.Except(decided).All(happened => happened.EventId == -1));
        Assert.AreEqual(0, history.Single(happened => happened.TaskCompleted is not null).TaskCompleted.TaskScheduledId);
        Assert.AreEqual(1, history.Single(happened => happened.TaskFailed is not null).TaskFailed.TaskScheduledId);
        Assert.AreEqual(2, history.Single(happened => happened.TimerFired is not null).TimerFired.TimerId);
        Assert.AreEqual(3, history.Single(happened => happened.SubOrchestrationInstanceCompleted is not null).SubOrchestrationInstanceCompleted.TaskScheduledId);
        Assert.IsNotNull(history.Single(happened => happened.TimerCreated is not null).TimerCreated.FireAt);
        Assert.IsNotNull(history.Single(happened => happened.TimerFired is not null).TimerFired.FireAt);
        foreach (bool payloads in (bool[])[true, false])
        {
            OrchestrationState state = (await sidecar.Client.GetInstanceAsync(new GetInstanceRequest { InstanceId = "child", GetInputsAndOutputs = payloads })).OrchestrationState;
            Assert.IsNotNull(state.CreatedTimestamp);
            Assert.IsNotNull(state.LastUpdatedTimestamp);
            Assert.IsNotNull(state.CompletedTimestamp);
        }
    }

    [TestMethod]
    public async Task Turn_ForAWorkerThatKeepsExecutors_LeavesTheHistoryOut()
    {
        await using RunningSidecar sidecar = await RunningSidecar.StartAsync();
        var request = new GetWorkItemsRequest { Capabilities = { WorkerCapability.HistoryStreaming } };
        await using ScriptedWorker worker = await ScriptedWorker.ConnectAsync(sidecar.Connect(), request, new Metadata { { WarmExecutors.Header, "1" } });
        await sidecar.StartAsync("a");
        await worker.CompleteAsync(await worker.TurnAsync());
        await sidecar.RaiseAsync("a", "go", null);

        WorkItem turn = await worker.TurnAsync();

        Assert.IsTrue(turn.OrchestratorRequest.RequiresHistoryStreaming);
        Assert.AreEqual(3.0, turn.OrchestratorRequest.Properties[WarmExecutors.HistoryLengthProperty].NumberValue);
        Assert.HasCount(3, await sidecar.HistoryAsync("a", turn.OrchestratorRequest.ExecutionId));
    }

    [TestMethod]
    public async Task SubOrchestration_WhenItEnds_TellsItsParent()
    {
        await using RunningSidecar sidecar = await RunningSidecar.StartAsync();
        await using ScriptedWorker worker = await sidecar.WorkerAsync();
        await sidecar.StartAsync("parent");
        await worker.CompleteAsync(await worker.TurnAsync(), Actions.Child(0, "child", "Child", "7"));
        WorkItem child = await worker.TurnAsync();
        ParentInstanceInfo parent = child.OrchestratorRequest.NewEvents[1].ExecutionStarted.ParentInstance;

        await worker.CompleteAsync(child, Actions.Complete(0, "49"));

        Assert.AreEqual("parent", parent.OrchestrationInstance.InstanceId);
        WorkItem turn = await worker.TurnAsync();
        Assert.AreEqual("49", turn.OrchestratorRequest.NewEvents[1].SubOrchestrationInstanceCompleted.Result);
        Assert.AreEqual("parent", (await sidecar.StateOfAsync("child"))!.ParentInstanceId);
    }

    [TestMethod]
    public async Task SubOrchestration_WithTheIdOfARunningInstance_FailsForItsParent()
    {
        await using RunningSidecar sidecar = await RunningSidecar.StartAsync();
        await using ScriptedWorker worker = await sidecar.WorkerAsync();
        await sidecar.StartAsync("parent");

        await worker.CompleteAsync(await worker.TurnAsync(), Actions.Child(0, "parent", "Child"));

        WorkItem turn = await worker.TurnAsync();
        Assert.Contains("running already", turn.OrchestratorRequest.NewEvents[1].SubOrchestrationInstanceFailed.FailureDetails.ErrorMessage);
    }

    [TestMethod]
    [DataRow("", "is empty")]
    [DataRow("@entity@key", "reserved for entities")]
    public async Task SubOrchestration_WithAnImpossibleId_FailsForItsParent(string id, string told)
    {
        await using RunningSidecar sidecar = await RunningSidecar.StartAsync();
        await using ScriptedWorker worker = await sidecar.WorkerAsync();
        await sidecar.StartAsync("parent");

        await worker.CompleteAsync(await worker.TurnAsync(), Actions.Child(0, id, "Child"));

        WorkItem turn = await worker.TurnAsync();
        Assert.Contains(told, turn.OrchestratorRequest.NewEvents[1].SubOrchestrationInstanceFailed.FailureDetails.ErrorMessage);
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
        WorkItem abandoned = await worker.TurnAsync();
        await worker.Client.AbandonTaskOrchestratorWorkItemAsync(new AbandonOrchestrationTaskRequest { CompletionToken = abandoned.CompletionToken });
        await sidecar.RaiseAsync("a", "go", null);
        await worker.CompleteAsync(await worker.TurnAsync());

        clock.Advance(TimeSpan.FromMinutes(1));
        await sidecar.StartAsync("b");

        Assert.AreEqual("b", (await worker.TurnAsync()).OrchestratorRequest.InstanceId);
    }

    private static OrchestratorResponse Part(WorkItem turn, int index, bool last, params OrchestratorAction[] actions)
    {
        OrchestratorResponse part = ScriptedWorker.Response(turn, actions);
#pragma warning disable CS0612 // As above.
        part.IsPartial = !last;
        part.ChunkIndex = index;
#pragma warning restore CS0612
        return part;
    }
}
