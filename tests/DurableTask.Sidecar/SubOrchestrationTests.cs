using Tapir.DurableTask.Protobuf;

namespace Tapir.DurableTask.Sidecar.Tests;

/// <summary>Instances that others start and wait for.</summary>
[TestClass]
public sealed class SubOrchestrationTests
{
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
}
