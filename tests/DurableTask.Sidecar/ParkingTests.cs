using Tapir.DurableTask.Protobuf;
using Tapir.DurableTask.Sidecar.Dispatch;

namespace Tapir.DurableTask.Sidecar.Tests;

/// <summary>What a person can do about work that was handed out too often.</summary>
[TestClass]
public sealed class ParkingTests
{
    private const int MostDeliveries = 5;

    [TestMethod]
    public async Task Resume_ParkedTurn_IsHandedOutAgain()
    {
        await using RunningSidecar sidecar = await RunningSidecar.StartAsync();
        await sidecar.StartAsync("a");
        await ParkTurnAsync(sidecar);
        await using ScriptedWorker worker = await sidecar.WorkerAsync();

        await sidecar.Client.ResumeInstanceAsync(new ResumeRequest { InstanceId = "a" });

        Assert.AreEqual("a", (await worker.TurnAsync()).OrchestratorRequest.InstanceId);
        Assert.IsEmpty(await sidecar.Hub.ListParkedAsync());
    }

    [TestMethod]
    public async Task Resume_ParkedActivity_IsHandedOutAgain()
    {
        await using RunningSidecar sidecar = await RunningSidecar.StartAsync();
        await sidecar.StartCallingAsync("a", "Poison");

        await ParkActivityAsync(sidecar);
        await using ScriptedWorker worker = await sidecar.WorkerAsync();

        await sidecar.Client.ResumeInstanceAsync(new ResumeRequest { InstanceId = "a" });

        Assert.AreEqual("Poison", (await worker.ActivityAsync()).ActivityRequest.Name);
        Assert.IsEmpty(await sidecar.Hub.ListParkedAsync());
    }

    [TestMethod]
    public async Task Turn_AnsweredInTheTransactionThatParksIt_GoesOn()
    {
        await using RunningSidecar sidecar = await RunningSidecar.StartAsync(change: options => options with { MaximumDeliveries = 1 });
        await sidecar.StartAsync("a");
        WorkerConnection cut = new("cut", new GetWorkItemsRequest(), keepsExecutors: false, session: null);
        await sidecar.Hub.Workers.ConnectAsync(cut);
        WorkItem turn = await cut.Outgoing.ReadAsync();

        await sidecar.TogetherAsync(() => sidecar.Hub.Workers.DisconnectAsync(cut), () => sidecar.Hub.Workers.CompleteTurnAsync(ScriptedWorker.Response(turn)));
        await sidecar.RaiseAsync("a", "go", null);

        Assert.IsEmpty(await sidecar.Hub.ListParkedAsync());
        await using ScriptedWorker worker = await sidecar.WorkerAsync();
        Assert.AreEqual("go", (await worker.TurnAsync()).OrchestratorRequest.NewEvents[^1].EventRaised.Name);
    }

    [TestMethod]
    public async Task Turn_BegunAnewInTheTransactionThatTakesItBack_GoesToTheNewVersion()
    {
        await using RunningSidecar sidecar = await RunningSidecar.StartAsync();
        await sidecar.StartAsync("a");
        WorkerConnection cut = new("cut", new GetWorkItemsRequest(), keepsExecutors: false, session: null);
        await sidecar.Hub.Workers.ConnectAsync(cut);
        OrchestratorAction anew = Actions.ContinueAsNew(0, "1");
        anew.CompleteOrchestration.NewVersion = "2";
        OrchestratorResponse answer = ScriptedWorker.Response(await cut.Outgoing.ReadAsync(), anew);

        await sidecar.TogetherAsync(() => sidecar.Hub.Workers.DisconnectAsync(cut), () => sidecar.Hub.Workers.CompleteTurnAsync(answer));

        GetWorkItemsRequest onlyNew = Filters.OnlyTurns("Work");
        onlyNew.WorkItemFilters.Orchestrations.Single().Versions.Add("2");
        await using ScriptedWorker worker = await sidecar.WorkerAsync(onlyNew);
        Assert.AreEqual("1", (await worker.TurnAsync()).OrchestratorRequest.NewEvents[1].ExecutionStarted.Input);
    }

    [TestMethod]
    public async Task Terminate_ParkedTurn_EndsThereAndThen()
    {
        await using RunningSidecar sidecar = await RunningSidecar.StartAsync();
        await sidecar.StartAsync("a");
        await ParkTurnAsync(sidecar);

        await sidecar.Client.TerminateInstanceAsync(new TerminateRequest { InstanceId = "a", Output = "enough" });

        OrchestrationState state = (await sidecar.StateOfAsync("a"))!;
        Assert.AreEqual(OrchestrationStatus.Terminated, state.OrchestrationStatus);
        Assert.AreEqual("enough", state.Output);
        Assert.IsEmpty(await sidecar.Hub.ListParkedAsync());
    }

    [TestMethod]
    public async Task Terminate_ParkedChild_ItsParentHearsOfIt()
    {
        await using RunningSidecar sidecar = await RunningSidecar.StartAsync();
        await sidecar.StartAsync("parent");
        await using (ScriptedWorker starter = await sidecar.WorkerAsync(Filters.OnlyTurns("Work")))
        {
            await starter.CompleteAsync(await starter.TurnAsync(), Actions.Child(0, "child", "Poison"));
        }

        await ParkTurnAsync(sidecar);

        await sidecar.Client.TerminateInstanceAsync(new TerminateRequest { InstanceId = "child" });

        await using ScriptedWorker worker = await sidecar.WorkerAsync();
        OrchestratorRequest turn = (await worker.TurnAsync()).OrchestratorRequest;
        Assert.AreEqual("parent", turn.InstanceId);
        Assert.Contains("child", turn.NewEvents.Single(entry => entry.SubOrchestrationInstanceFailed is not null).SubOrchestrationInstanceFailed.FailureDetails.ErrorMessage);
    }

    [TestMethod]
    public async Task Terminate_ParentOfAParkedChild_EndsTheChildToo()
    {
        await using RunningSidecar sidecar = await RunningSidecar.StartAsync();
        await sidecar.StartAsync("parent");
        await using (ScriptedWorker starter = await sidecar.WorkerAsync(Filters.OnlyTurns("Work")))
        {
            await starter.CompleteAsync(await starter.TurnAsync(), Actions.Child(0, "child", "Poison"));
        }

        await ParkTurnAsync(sidecar);

        await sidecar.Client.TerminateInstanceAsync(new TerminateRequest { InstanceId = "parent", Recursive = true });

        Assert.AreEqual(OrchestrationStatus.Terminated, (await sidecar.StateOfAsync("child"))!.OrchestrationStatus);
        Assert.IsEmpty(await sidecar.Hub.ListParkedAsync());
    }

    private static async Task ParkTurnAsync(RunningSidecar sidecar)
    {
        for (int delivery = 0; delivery < MostDeliveries; delivery++)
        {
            await using ScriptedWorker victim = await sidecar.WorkerAsync();
            await victim.TurnAsync();
        }

        await sidecar.ParkedAsync();
    }

    private static async Task ParkActivityAsync(RunningSidecar sidecar)
    {
        for (int delivery = 0; delivery < MostDeliveries; delivery++)
        {
            await using ScriptedWorker victim = await sidecar.WorkerAsync();
            await victim.ActivityAsync();
        }

        await sidecar.ParkedAsync();
    }
}
