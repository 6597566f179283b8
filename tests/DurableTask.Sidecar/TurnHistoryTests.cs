using Grpc.Core;
using Tapir.DurableTask.Protobuf;

namespace Tapir.DurableTask.Sidecar.Tests;

/// <summary>How the history of an instance comes to the worker that has its turn: with it, by a stream, or not at all.</summary>
[TestClass]
public sealed class TurnHistoryTests
{
    [TestMethod]
    public async Task Turn_WhoseWorkerRequiresHistory_ComesAgainWithAllOfIt()
    {
        await using RunningSidecar sidecar = await RunningSidecar.StartAsync();
        await using ScriptedWorker worker = await KeepingAsync(sidecar);
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
    public async Task Turn_ForAWorkerThatKeepsExecutors_LeavesTheHistoryOut()
    {
        await using RunningSidecar sidecar = await RunningSidecar.StartAsync();
        await using ScriptedWorker worker = await KeepingAsync(sidecar);
        await sidecar.StartAsync("a");
        await worker.CompleteAsync(await worker.TurnAsync());
        await sidecar.RaiseAsync("a", "go", null);

        WorkItem turn = await worker.TurnAsync();

        Assert.IsTrue(turn.OrchestratorRequest.RequiresHistoryStreaming);
        Assert.AreEqual(3.0, turn.OrchestratorRequest.Properties[WarmExecutors.HistoryLengthProperty].NumberValue);
        Assert.HasCount(3, await sidecar.HistoryAsync("a", turn.OrchestratorRequest.ExecutionId));
    }

    [TestMethod]
    public async Task Turn_AnsweredByAnotherLast_NamesNoLengthThatAKeptExecutorCouldMatch()
    {
        await using RunningSidecar sidecar = await RunningSidecar.StartAsync();
        await using ScriptedWorker former = await KeepingAsync(sidecar);
        await sidecar.StartAsync("a", input: new string('x', 2 << 20));
        WorkItem answeredInVain = await former.TurnAsync();
        await former.AbandonAsync(answeredInVain);
        await using ScriptedWorker other = await sidecar.WorkerAsync();
        await other.CompleteAsync(await other.TurnAsync());
        await other.DisposeAsync();
        await sidecar.RaiseAsync("a", "go", null);

        OrchestratorRequest turn = (await former.TurnAsync()).OrchestratorRequest;

        Assert.IsTrue(turn.RequiresHistoryStreaming);
        Assert.IsEmpty(turn.Properties);
    }

    [TestMethod]
    public async Task Turn_WithALargeNewEvent_FitsIntoAMessageOfAStockWorker()
    {
        const int Stock = 4 << 20;
        await using RunningSidecar sidecar = await RunningSidecar.StartAsync();
        await using ScriptedWorker worker = await sidecar.WorkerAsync(new GetWorkItemsRequest { Capabilities = { WorkerCapability.HistoryStreaming } });
        await sidecar.StartAsync("a", input: new string('x', 900 << 10));
        await worker.CompleteAsync(await worker.TurnAsync());

        await sidecar.RaiseAsync("a", "large", new string('y', Stock - (100 << 10)));

        WorkItem turn = await worker.TurnAsync();
        Assert.IsTrue(turn.OrchestratorRequest.RequiresHistoryStreaming);
        Assert.IsLessThan(Stock, turn.CalculateSize());
    }

    private static Task<ScriptedWorker> KeepingAsync(RunningSidecar sidecar) => ScriptedWorker.ConnectAsync(
        sidecar.Connect(), new GetWorkItemsRequest { Capabilities = { WorkerCapability.HistoryStreaming } }, new Metadata { { WarmExecutors.Header, "1" } });
}
