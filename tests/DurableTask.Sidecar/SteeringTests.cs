using Grpc.Core;
using Tapir.DurableTask.Protobuf;

namespace Tapir.DurableTask.Sidecar.Tests;

[TestClass]
public sealed class SteeringTests
{
    [TestMethod]
    public async Task Terminate_Recursive_TellsEachOfALongLineOnce()
    {
        const int Generations = 6;
        await using RunningSidecar sidecar = await RunningSidecar.StartAsync();
        await using ScriptedWorker worker = await sidecar.WorkerAsync(new GetWorkItemsRequest { MaxConcurrentOrchestrationWorkItems = 1 });
        await sidecar.StartAsync("0");
        for (int generation = 1; generation < Generations; generation++)
        {
            await worker.CompleteAsync(await worker.TurnAsync(), Actions.Child(0, $"{generation}", "Work"));
        }

        await worker.CompleteAsync(await worker.TurnAsync());
        await sidecar.Client.TerminateInstanceAsync(new TerminateRequest { InstanceId = "0", Recursive = true });

        int told = 0;
        for (int ended = 0; ended < Generations; ended++)
        {
            WorkItem turn = await worker.TurnAsync();
            told += turn.OrchestratorRequest.NewEvents.Count(entry => entry.ExecutionTerminated is not null);
            await worker.CompleteAsync(turn, Actions.Complete(1, null, OrchestrationStatus.Terminated));
        }

        Assert.IsLessThan(2 * Generations, told, "by whoever terminated the family, and once more by its parent's end");
        for (int generation = 0; generation < Generations; generation++)
        {
            Assert.AreEqual(OrchestrationStatus.Terminated, (await sidecar.EndOfAsync($"{generation}")).OrchestrationStatus);
        }
    }

    [TestMethod]
    public async Task Terminate_OfItselfInItsFirstTurn_EndsTheInstance()
    {
        await using RunningSidecar sidecar = await RunningSidecar.StartAsync();
        await using ScriptedWorker worker = await sidecar.WorkerAsync();
        await sidecar.StartAsync("a");
        await worker.CompleteAsync(
            await worker.TurnAsync(),
            new OrchestratorAction { Id = 0, TerminateOrchestration = new TerminateOrchestrationAction { InstanceId = "a", Reason = "enough" } });

        WorkItem next = await worker.TurnAsync();
        Assert.AreEqual("enough", next.OrchestratorRequest.NewEvents[1].ExecutionTerminated.Input);
        await worker.CompleteAsync(next, Actions.Complete(1, "enough", OrchestrationStatus.Terminated));

        Assert.AreEqual(OrchestrationStatus.Terminated, (await sidecar.EndOfAsync("a")).OrchestrationStatus);
    }

    [TestMethod]
    public async Task Terminate_OfItselfAndItsFamily_ReachesTheChildOfAChildThatEndsBeforeItHearsOfIt()
    {
        await using RunningSidecar sidecar = await RunningSidecar.StartAsync();
        await using ScriptedWorker worker = await sidecar.WorkerAsync();
        await sidecar.StartAsync("a");
        await worker.CompleteAsync(await worker.TurnAsync(), Actions.Child(0, "child", "Work"));
        await worker.CompleteAsync(await worker.TurnAsync(), Actions.Child(0, "grandchild", "Work"));
        await worker.CompleteAsync(await worker.TurnAsync());
        await sidecar.RaiseAsync("child", "go", null);
        WorkItem inHand = await worker.TurnAsync();
        await sidecar.RaiseAsync("a", "go", null);

        await worker.CompleteAsync(
            await worker.TurnAsync(), new OrchestratorAction { Id = 1, TerminateOrchestration = new TerminateOrchestrationAction { InstanceId = "a", Reason = "enough", Recurse = true } });
        await worker.CompleteAsync(inHand, Actions.Complete(1, null));

        WorkItem[] told = [await worker.TurnAsync(), await worker.TurnAsync()];
        WorkItem last = told.Single(turn => turn.OrchestratorRequest.InstanceId == "grandchild");
        Assert.AreEqual("enough", last.OrchestratorRequest.NewEvents[^1].ExecutionTerminated.Input);
    }

    [TestMethod]
    public async Task RaiseEvent_BeforeTheFirstTurn_ArrivesAfterTheStartInOrder()
    {
        await using RunningSidecar sidecar = await RunningSidecar.StartAsync();
        await sidecar.StartAsync("a");
        for (int number = 0; number < 20; number++)
        {
            await sidecar.RaiseAsync("a", "n", number.ToString());
        }

        await using ScriptedWorker worker = await sidecar.WorkerAsync();
        WorkItem turn = await worker.TurnAsync();

        Assert.IsNotNull(turn.OrchestratorRequest.NewEvents[1].ExecutionStarted);
        CollectionAssert.AreEqual(
            Enumerable.Range(0, 20).Select(number => number.ToString()).ToArray(),
            turn.OrchestratorRequest.NewEvents.Skip(2).Select(entry => entry.EventRaised.Input).ToArray());
    }

    [TestMethod]
    public async Task RaiseEvent_WhileATurnIsOut_ComesWithTheNextTurn()
    {
        await using RunningSidecar sidecar = await RunningSidecar.StartAsync();
        await using ScriptedWorker worker = await sidecar.WorkerAsync();
        await sidecar.StartAsync("a");
        WorkItem first = await worker.TurnAsync();
        await sidecar.RaiseAsync("a", "go", "1");

        await worker.CompleteAsync(first);

        Assert.AreEqual("1", (await worker.TurnAsync()).OrchestratorRequest.NewEvents[1].EventRaised.Input);
    }

    [TestMethod]
    public async Task RaiseEvent_ToNobody_IsNotFoundAndSaysWho()
    {
        await using RunningSidecar sidecar = await RunningSidecar.StartAsync();

        RpcException refusal = await Assert.ThrowsExactlyAsync<RpcException>(() => sidecar.RaiseAsync("ghost", "go", null));

        Assert.AreEqual(StatusCode.NotFound, refusal.StatusCode);
        Assert.Contains("'ghost'", refusal.Status.Detail);
    }

    [TestMethod]
    public async Task RaiseEvent_ToAFinishedInstance_IsFailedPrecondition()
    {
        await using RunningSidecar sidecar = await RunningSidecar.StartAsync();
        await sidecar.RunToEndAsync("a");

        RpcException refusal = await Assert.ThrowsExactlyAsync<RpcException>(() => sidecar.RaiseAsync("a", "go", null));

        Assert.AreEqual(StatusCode.FailedPrecondition, refusal.StatusCode);
    }

    [TestMethod]
    public async Task SuspendAndResume_ChangeTheStatusAndReachTheWorker()
    {
        await using RunningSidecar sidecar = await RunningSidecar.StartAsync();
        await using ScriptedWorker worker = await sidecar.WorkerAsync();
        await sidecar.StartAsync("a");
        await worker.CompleteAsync(await worker.TurnAsync());

        await sidecar.Client.SuspendInstanceAsync(new SuspendRequest { InstanceId = "a", Reason = "pause" });
        Assert.AreEqual(OrchestrationStatus.Suspended, (await sidecar.StateOfAsync("a"))!.OrchestrationStatus);
        WorkItem suspended = await worker.TurnAsync();
        Assert.AreEqual("pause", suspended.OrchestratorRequest.NewEvents[1].ExecutionSuspended.Input);
        await worker.CompleteAsync(suspended);
        Assert.AreEqual(OrchestrationStatus.Suspended, (await sidecar.StateOfAsync("a"))!.OrchestrationStatus);
        await sidecar.Client.ResumeInstanceAsync(new ResumeRequest { InstanceId = "a" });

        Assert.IsNotNull((await worker.TurnAsync()).OrchestratorRequest.NewEvents[1].ExecutionResumed);
        Assert.AreEqual(OrchestrationStatus.Running, (await sidecar.StateOfAsync("a"))!.OrchestrationStatus);
    }

    [TestMethod]
    public async Task Terminate_Recursively_ReachesGrandchildren()
    {
        await using RunningSidecar sidecar = await RunningSidecar.StartAsync();
        await using ScriptedWorker worker = await sidecar.WorkerAsync();
        await sidecar.StartAsync("a");
        await worker.CompleteAsync(await worker.TurnAsync(), Actions.Child(0, "b", "Work"));
        await worker.CompleteAsync(await worker.TurnAsync(), Actions.Child(0, "c", "Work"));
        await worker.CompleteAsync(await worker.TurnAsync());

        await sidecar.Client.TerminateInstanceAsync(new TerminateRequest { InstanceId = "a", Output = "\"stop\"", Recursive = true });
        for (int turns = 0; turns < 3; turns++)
        {
            WorkItem turn = await worker.TurnAsync();
            string? output = turn.OrchestratorRequest.NewEvents.First(entry => entry.ExecutionTerminated is not null).ExecutionTerminated.Input;
            await worker.CompleteAsync(turn, Actions.Complete(9, output, OrchestrationStatus.Terminated));
        }

        foreach (string id in new[] { "a", "b", "c" })
        {
            OrchestrationState state = await sidecar.EndOfAsync(id);
            Assert.AreEqual(OrchestrationStatus.Terminated, state.OrchestrationStatus);
            Assert.AreEqual("\"stop\"", state.Output);
        }
    }
}
