using Grpc.Core;
using Tapir.DurableTask.Protobuf;

namespace Tapir.DurableTask.Sidecar.Tests;

/// <summary>An orchestrator's answer that comes in parts.</summary>
[TestClass]
public sealed class ChunkedTurnTests
{
    [TestMethod]
    public async Task Turn_CompletedInParts_HasAllActionsInOrder()
    {
        await using RunningSidecar sidecar = await RunningSidecar.StartAsync();
        await using ScriptedWorker worker = await sidecar.WorkerAsync();
        await sidecar.StartAsync("a");
        WorkItem turn = await worker.TurnAsync();
        OrchestratorResponse first = Part(turn, 0, last: false, Actions.Call(0, "One"));

        await worker.Client.CompleteOrchestratorTaskAsync(first);
        await worker.Client.CompleteOrchestratorTaskAsync(first);
        await worker.Client.CompleteOrchestratorTaskAsync(Part(turn, 1, last: true, Actions.Call(1, "Two")));

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

    private static OrchestratorResponse Part(WorkItem turn, int index, bool last, params OrchestratorAction[] actions)
    {
        OrchestratorResponse part = ScriptedWorker.Response(turn, actions);
#pragma warning disable CS0612 // Workers still send the two fields although the protocol marks them deprecated.
        part.IsPartial = !last;
        part.ChunkIndex = index;
#pragma warning restore CS0612
        return part;
    }
}
