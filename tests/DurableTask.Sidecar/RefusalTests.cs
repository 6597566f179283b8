using System.Globalization;
using Microsoft.Extensions.Time.Testing;
using Tapir.DurableTask.Protobuf;
using Tapir.DurableTask.Sidecar.Dispatch;
using Tapir.DurableTask.Sidecar.Queries;
using Tapir.DurableTask.Sidecar.Storage;

namespace Tapir.DurableTask.Sidecar.Tests;

/// <summary>Work that a worker hands back with a reason, because it never takes it.</summary>
[TestClass]
public sealed class RefusalTests
{
    private const string Reason = "this worker has only version '3' of 'Work'; version '2' was asked for";

    // It stands still: nothing here may depend on a pause that passes.
    private readonly FakeTimeProvider clock = new(DateTimeOffset.UtcNow);

    [TestMethod]
    public async Task Turn_RefusedByEveryWorker_IsParkedWithTheReason()
    {
        await using RunningSidecar sidecar = await RunningSidecar.StartAsync(clock);
        await using ScriptedWorker first = await sidecar.WorkerAsync(new GetWorkItemsRequest { MaxConcurrentOrchestrationWorkItems = 100 });
        await using ScriptedWorker second = await sidecar.WorkerAsync(new GetWorkItemsRequest { MaxConcurrentOrchestrationWorkItems = 50 });
        await using ScriptedWorker elsewhere = await sidecar.WorkerAsync(Filters.OnlyTurns("Other"));
        await sidecar.StartAsync("a");

        await first.RefuseAsync(await first.TurnAsync(), "no");
        Assert.IsEmpty(await sidecar.Hub.ListParkedAsync());
        await second.RefuseAsync(await second.TurnAsync(), Reason);

        ParkedItem parked = (await sidecar.Hub.ListParkedAsync()).Single();
        Assert.AreEqual("a", parked.InstanceId);
        Assert.Contains(Reason, parked.Reason);
        Assert.AreEqual(1, (await sidecar.Hub.GetStatusAsync()).Parked);
    }

    [TestMethod]
    public async Task Turn_RefusedWhileTheRightWorkerIsFull_WaitsForThat()
    {
        await using RunningSidecar sidecar = await RunningSidecar.StartAsync(clock);
        await using ScriptedWorker right = await sidecar.WorkerAsync(new GetWorkItemsRequest { MaxConcurrentOrchestrationWorkItems = 1 });
        await sidecar.StartAsync("long");
        WorkItem longTurn = await right.TurnAsync();
        await using ScriptedWorker wrong = await sidecar.WorkerAsync();
        await sidecar.StartAsync("a");
        await wrong.RefuseAsync(await wrong.TurnAsync(), Reason);

        Assert.IsEmpty(await sidecar.Hub.ListParkedAsync());
        await right.CompleteAsync(longTurn);

        Assert.AreEqual("a", (await right.TurnAsync()).OrchestratorRequest.InstanceId);
    }

    [TestMethod]
    public async Task Turn_RefusedAndTheFullWorkerGoes_IsParked()
    {
        await using RunningSidecar sidecar = await RunningSidecar.StartAsync(clock);
        await using ScriptedWorker wrong = await sidecar.WorkerAsync();
        await using (ScriptedWorker right = await sidecar.WorkerAsync(new GetWorkItemsRequest { MaxConcurrentActivityWorkItems = 1 }))
        {
            await sidecar.StartAsync("a");
            await wrong.RefuseAsync(await wrong.TurnAsync(), Reason);
            await right.TurnAsync();
        }

        await wrong.RefuseAsync(await wrong.TurnAsync(), Reason);

        Assert.HasCount(1, await sidecar.Hub.ListParkedAsync());
    }

    [TestMethod]
    public async Task Turn_Refused_GoesByItselfToTheWorkerThatComes()
    {
        await using RunningSidecar sidecar = await RunningSidecar.StartAsync(clock);
        await using ScriptedWorker wrong = await sidecar.WorkerAsync();
        await sidecar.StartAsync("a");
        await wrong.RefuseAsync(await wrong.TurnAsync(), Reason);
        await using ScriptedWorker elsewhere = await sidecar.WorkerAsync(Filters.OnlyTurns("Other"));
        Assert.HasCount(1, await sidecar.Hub.ListParkedAsync());

        await using ScriptedWorker right = await sidecar.WorkerAsync();

        await right.CompleteAsync(await right.TurnAsync(), Actions.Complete(0, "1"));
        Assert.AreEqual("1", (await sidecar.EndOfAsync("a")).Output);
        Assert.IsEmpty(await sidecar.Hub.ListParkedAsync());
    }

    [TestMethod]
    public async Task Activity_Refused_GoesByItselfToTheWorkerThatComesAfterARestart()
    {
        await using RunningSidecar sidecar = await RunningSidecar.StartAsync(clock);
        await using (ScriptedWorker wrong = await sidecar.WorkerAsync())
        {
            await sidecar.StartAsync("a");
            await wrong.CompleteAsync(await wrong.TurnAsync(), Actions.Call(0, "Pack", "[1]"));
            await wrong.RefuseAsync(await wrong.ActivityAsync(), Reason);
        }

        ParkedItem parked = (await sidecar.Hub.ListParkedAsync()).Single();
        Assert.AreEqual("Pack", parked.Name);
        Assert.AreEqual(0, parked.TaskId);
        await sidecar.RestartAsync();
        Assert.HasCount(1, await sidecar.Hub.ListParkedAsync());

        await using ScriptedWorker right = await sidecar.WorkerAsync();

        WorkItem item = await right.ActivityAsync();
        Assert.AreEqual("[1]", item.ActivityRequest.Input);
        await right.CompleteAsync(item, "2");
        Assert.AreEqual("2", (await right.TurnAsync()).OrchestratorRequest.NewEvents[1].TaskCompleted.Result);
        Assert.IsEmpty(await sidecar.Hub.ListParkedAsync());
    }

    [TestMethod]
    [DataRow(true)]
    [DataRow(false)]
    public async Task Turn_RefusedInTheTransactionInWhichTheRightWorkerComes_ReachesIt(bool comesFirst)
    {
        await using RunningSidecar sidecar = await RunningSidecar.StartAsync(clock);
        await using ScriptedWorker wrong = await sidecar.WorkerAsync();
        await sidecar.StartAsync("a");
        WorkItem turn = await wrong.TurnAsync();
        WorkerConnection right = new("right", new GetWorkItemsRequest(), keepsExecutors: false, session: null);
        Func<Task>[] both = [() => sidecar.Hub.Workers.ConnectAsync(right), () => sidecar.Hub.Workers.AbandonAsync(turn.CompletionToken, WorkKind.Turn, Reason)];
        await sidecar.TogetherAsync(comesFirst ? both : both.Reverse());

        using CancellationTokenSource limit = new(TimeSpan.FromSeconds(20));
        WorkItem item = await right.Outgoing.ReadAsync(limit.Token);
        Assert.AreEqual("a", item.OrchestratorRequest.InstanceId);
        Assert.IsEmpty(await sidecar.Hub.ListParkedAsync());
    }

    [TestMethod]
    public async Task Turn_RefusedByAllWhileALostWorkerComesBack_StillGoesToTheRightWorker()
    {
        await using RunningSidecar sidecar = await RunningSidecar.StartAsync(clock);
        await using ScriptedWorker wrong = await sidecar.WorkerAsync();
        await sidecar.StartAsync("a");
        await wrong.RefuseAsync(await wrong.TurnAsync(), Reason);
        long key = long.Parse((await sidecar.ParkedAsync()).Id.AsSpan(1), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);

        await sidecar.Hub.WriteAsync(kind: null, running => Parking.PutBack(running, new ItemName(WorkKind.Turn, key), ParkReason.WasInVain));
        await using ScriptedWorker right = await sidecar.WorkerAsync();

        Assert.AreEqual("a", (await right.TurnAsync()).OrchestratorRequest.InstanceId);
    }

    [TestMethod]
    public async Task Activities_ManyRefused_AllGoToTheWorkerThatComes()
    {
        await using RunningSidecar sidecar = await RunningSidecar.StartAsync(clock);
        await using ScriptedWorker wrong = await sidecar.WorkerAsync();
        await sidecar.StartAsync("a");
        await wrong.CompleteAsync(await wrong.TurnAsync(), [.. Enumerable.Range(0, 50).Select(id => Actions.Call(id, "Pack"))]);
        for (int task = 0; task < 50; task++)
        {
            await wrong.RefuseAsync(await wrong.ActivityAsync(), Reason);
        }

        Assert.HasCount(50, await sidecar.Hub.ListParkedAsync());
        await using ScriptedWorker right = await sidecar.WorkerAsync(Filters.OnlyActivities("Pack"));

        for (int task = 0; task < 50; task++)
        {
            await right.CompleteAsync(await right.ActivityAsync(), "1");
        }

        Assert.IsEmpty(await sidecar.Hub.ListParkedAsync());
        Assert.AreEqual(0, (await sidecar.Hub.GetStatusAsync()).PendingActivities);
    }

    [TestMethod]
    public async Task RetryParked_OfARefusedTurn_AsksTheWorkerOnceMore()
    {
        await using RunningSidecar sidecar = await RunningSidecar.StartAsync(clock);
        await using ScriptedWorker worker = await sidecar.WorkerAsync();
        await sidecar.StartAsync("a");
        await worker.RefuseAsync(await worker.TurnAsync(), Reason);

        Assert.IsTrue(await sidecar.Hub.RetryParkedAsync((await sidecar.Hub.ListParkedAsync()).Single().Id));

        await worker.RefuseAsync(await worker.TurnAsync(), "still no");
        Assert.Contains("still no", (await sidecar.Hub.ListParkedAsync()).Single().Reason);
    }

    [TestMethod]
    public async Task Terminate_ARefusedTurn_EndsThereAndThen()
    {
        await using RunningSidecar sidecar = await RunningSidecar.StartAsync(clock);
        await using ScriptedWorker worker = await sidecar.WorkerAsync();
        await sidecar.StartAsync("a");
        await worker.RefuseAsync(await worker.TurnAsync(), Reason);

        await sidecar.Client.TerminateInstanceAsync(new TerminateRequest { InstanceId = "a" });

        Assert.AreEqual(OrchestrationStatus.Terminated, (await sidecar.StateOfAsync("a"))!.OrchestrationStatus);
        Assert.IsEmpty(await sidecar.Hub.ListParkedAsync());
    }

    [TestMethod]
    public async Task Activity_RefusedInBetween_IsStillParkedForGoodAfterFiveLosses()
    {
        await using RunningSidecar sidecar = await RunningSidecar.StartAsync(clock);
        await using ScriptedWorker wrong = await sidecar.WorkerAsync();
        await sidecar.StartAsync("a");
        await wrong.CompleteAsync(await wrong.TurnAsync(), Actions.Call(0, "Poison"));
        for (int loss = 0; loss < 5; loss++)
        {
            await wrong.RefuseAsync(await wrong.ActivityAsync(), Reason);
            await using ScriptedWorker victim = await sidecar.WorkerAsync();
            await victim.ActivityAsync();
        }

        Assert.Contains("delivered 5 times", (await sidecar.ParkedAsync()).Reason);
        await using ScriptedWorker next = await sidecar.WorkerAsync();
        Assert.HasCount(1, await sidecar.Hub.ListParkedAsync());
    }

    [TestMethod]
    [DataRow("park.before-commit")]
    [DataRow("park.after-commit")]
    public async Task Turn_HubKilledAroundItsParking_GoesOnWhenTheRightWorkerComes(string instant)
    {
        await using var folder = new TemporaryFolder();
        await using RunningSidecar sidecar = await RunningSidecar.StartAsync(clock);
        await using ScriptedWorker wrong = await sidecar.WorkerAsync();
        await sidecar.StartAsync("a");
        WorkItem turn = await wrong.TurnAsync();
        using (new HubImage(sidecar.Options.HubPath, instant, folder.Hub))
        {
            await wrong.RefuseAsync(turn, Reason);
        }

        await using RunningSidecar revived = await RunningSidecar.StartAsync(clock, options => options with { HubPath = folder.Hub });
        Assert.HasCount(instant == "park.after-commit" ? 1 : 0, await revived.Hub.ListParkedAsync());
        await EndsAtAWorkerThatComesAsync(revived);
    }

    [TestMethod]
    [DataRow("unpark.before-commit")]
    [DataRow("unpark.after-commit")]
    public async Task Turn_HubKilledWhileItIsPutBack_GoesOnWhenTheRightWorkerComes(string instant)
    {
        await using var folder = new TemporaryFolder();
        await using RunningSidecar sidecar = await RunningSidecar.StartAsync(clock);
        await using ScriptedWorker wrong = await sidecar.WorkerAsync();
        await sidecar.StartAsync("a");
        await wrong.RefuseAsync(await wrong.TurnAsync(), Reason);
        using (new HubImage(sidecar.Options.HubPath, instant, folder.Hub))
        {
            await using ScriptedWorker right = await sidecar.WorkerAsync();
            await right.TurnAsync();
        }

        await using RunningSidecar revived = await RunningSidecar.StartAsync(clock, options => options with { HubPath = folder.Hub });
        Assert.HasCount(instant == "unpark.before-commit" ? 1 : 0, await revived.Hub.ListParkedAsync());
        await EndsAtAWorkerThatComesAsync(revived);
    }

    private static async Task EndsAtAWorkerThatComesAsync(RunningSidecar sidecar)
    {
        await using ScriptedWorker worker = await sidecar.WorkerAsync();
        await worker.CompleteAsync(await worker.TurnAsync(), Actions.Complete(0, "1"));
        Assert.AreEqual("1", (await sidecar.EndOfAsync("a")).Output);
        Assert.IsEmpty(await sidecar.Hub.ListParkedAsync());
    }
}
