using Tapir.DurableTask.Protobuf;

namespace Tapir.DurableTask.Sidecar.Tests;

/// <summary>What the events of a history say, whatever kind they are of.</summary>
[TestClass]
public sealed class HistoryEventTests
{
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
}
