using Google.Protobuf.WellKnownTypes;
using Tapir.DurableTask.Protobuf;

namespace Tapir.DurableTask.Sidecar.Tests;

/// <summary>An instance that begins a new execution.</summary>
[TestClass]
public sealed class ContinueAsNewTests
{
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
}
