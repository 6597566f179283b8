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
}
