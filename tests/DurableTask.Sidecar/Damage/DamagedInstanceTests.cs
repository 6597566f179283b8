using Grpc.Core;
using Microsoft.Extensions.Time.Testing;
using Tapir.DurableTask.Protobuf;

namespace Tapir.DurableTask.Sidecar.Tests.Damage;

/// <summary>An instance whose row is damaged while it waits or is worked on: it is set aside, and everybody else is served.</summary>
[TestClass]
public sealed class DamagedInstanceTests
{
    private readonly FakeTimeProvider clock = new(DateTimeOffset.UtcNow);

    public required TestContext TestContext { get; init; }

    [TestMethod]
    public async Task Timer_OfADamagedInstance_IsKeptWhileOthersFireAndWhatWasHandedBackGoesOut()
    {
        await using RunningSidecar sidecar = await RunningSidecar.StartAsync(clock);
        await using ScriptedWorker worker = await sidecar.WorkerAsync();
        foreach (string id in (string[])["a", "b"])
        {
            await sidecar.StartAsync(id);
            await worker.CompleteAsync(await worker.TurnAsync(), Actions.Timer(0, clock.GetUtcNow().AddMinutes(1)));
        }

        await sidecar.StartAsync("c");
        await worker.AbandonAsync(await worker.TurnAsync());
        HubFile.Change(sidecar, "UPDATE instances SET status = 1 WHERE id = 'a'");

        clock.Advance(TimeSpan.FromMinutes(1));

        string[] handedOut = [(await worker.TurnAsync()).OrchestratorRequest.InstanceId, (await worker.TurnAsync()).OrchestratorRequest.InstanceId];
        CollectionAssert.AreEquivalent((string[])["b", "c"], handedOut);
        ParkedItem parked = await sidecar.ParkedAsync();
        Assert.AreEqual("a", parked.InstanceId);
        Assert.Contains("'instances'", parked.Reason);

        HubFile.Change(sidecar, "UPDATE instances SET status = 0 WHERE id = 'a'");
        Assert.IsEmpty(await sidecar.Hub.CheckAsync(CancellationToken.None), "what was to reach it is still whole");
        await sidecar.Hub.RetryParkedAsync(parked.Id);
        Assert.IsNotNull((await worker.TurnAsync()).OrchestratorRequest.NewEvents[1].TimerFired);
    }

    [TestMethod]
    [DataRow(-5L)]
    [DataRow(long.MaxValue - 1)]
    public async Task Open_OfATimerAtNoDate_OpensAndServesTheOthers(long ticks)
    {
        await using RunningSidecar sidecar = await RunningSidecar.StartAsync(clock);
        await using (ScriptedWorker before = await sidecar.WorkerAsync())
        {
            await sidecar.StartAsync("a");
            await before.CompleteAsync(await before.TurnAsync(), Actions.Timer(0, clock.GetUtcNow().AddHours(1)));
        }

        HubFile.Change(sidecar, $"UPDATE timers SET visible_at = {ticks}");
        await sidecar.RestartAsync();

        await using ScriptedWorker worker = await sidecar.WorkerAsync();
        await sidecar.StartAsync("b");
        Assert.AreEqual("b", (await worker.TurnAsync()).OrchestratorRequest.InstanceId);
        Assert.AreEqual("timers", (await sidecar.Hub.CheckAsync(CancellationToken.None)).Single().Table);
    }

    [TestMethod]
    public async Task Retry_InstanceParkedWhileItsTurnWasOut_IsHandedOutAgain()
    {
        await using RunningSidecar sidecar = await RunningSidecar.StartAsync(clock);
        ParkedItem parked;
        await using (ScriptedWorker gone = await sidecar.WorkerAsync())
        {
            await sidecar.StartAsync("a");
            await gone.CompleteAsync(await gone.TurnAsync(), Actions.Timer(0, clock.GetUtcNow().AddMinutes(1)));
            await sidecar.RaiseAsync("a", "go", null);
            await gone.TurnAsync();
            HubFile.Change(sidecar, "UPDATE timers SET event = x'00'");
            clock.Advance(TimeSpan.FromMinutes(1));
            parked = await sidecar.ParkedAsync();
        }

        await using ScriptedWorker worker = await sidecar.WorkerAsync();
        await sidecar.StartAsync("b");
        Assert.AreEqual("b", (await worker.TurnAsync()).OrchestratorRequest.InstanceId);
        await sidecar.Hub.RetryParkedAsync(parked.Id);

        Assert.AreEqual("a", (await worker.TurnAsync()).OrchestratorRequest.InstanceId);
    }

    [TestMethod]
    public async Task Turn_ThatSpeaksToADamagedInstance_GoesOn()
    {
        await using RunningSidecar sidecar = await RunningSidecar.StartAsync(clock);
        await using ScriptedWorker worker = await sidecar.WorkerAsync();
        await sidecar.StartAsync("parent");
        await worker.CompleteAsync(await worker.TurnAsync(), Actions.Child(0, "child", "Work"));
        WorkItem child = await worker.TurnAsync();
        HubFile.Change(sidecar, "UPDATE instances SET updated = 1 WHERE id = 'parent'");

        await worker.CompleteAsync(child, Actions.Send(0, "parent", "news", "1"), Actions.Complete(1, "2"));

        Assert.AreEqual("2", (await sidecar.EndOfAsync("child")).Output);
        Assert.AreEqual("parent", (await sidecar.ParkedAsync()).InstanceId);
    }

    [TestMethod]
    public async Task GetWork_DamagedInstanceInHandAndInLine_TellsOfTheWorkAllTheSame()
    {
        await using RunningSidecar sidecar = await RunningSidecar.StartAsync(clock);
        await using ScriptedWorker worker = await sidecar.WorkerAsync(new GetWorkItemsRequest { MaxConcurrentOrchestrationWorkItems = 1 });
        await sidecar.StartAsync("held");
        await worker.TurnAsync();
        await sidecar.StartAsync("waiting");
        HubFile.Change(sidecar, "UPDATE instances SET status = 1");

        HubWork work = await sidecar.Hub.GetWorkAsync();

        Assert.AreEqual("held", work.Workers.Single().InHand.Single().InstanceId);
        Assert.AreEqual(1, work.Waiting.Single().Count);
    }

    [TestMethod]
    public async Task Row_ThatNobodyCanRead_IsParkedWhileOthersGoOn()
    {
        await using RunningSidecar sidecar = await RunningSidecar.StartAsync(clock);
        await sidecar.StartAsync("a");
        await sidecar.StartAsync("b");
        // Whole by its checksum, and no event all the same.
        HubFile.Change(sidecar, "UPDATE inbox SET event = x'ff', checksum = row_checksum(instance, sequence, x'ff') WHERE instance = (SELECT key FROM instances WHERE id = 'a')");

        await using ScriptedWorker worker = await sidecar.WorkerAsync();

        Assert.AreEqual("b", (await worker.TurnAsync()).OrchestratorRequest.InstanceId);
        Assert.AreEqual("a", (await sidecar.ParkedAsync()).InstanceId);
    }

    [TestMethod]
    public async Task Instance_DamagedWhileTheFileIsLocked_IsParkedWhenItIsNot()
    {
        await using RunningSidecar sidecar = await RunningSidecar.StartAsync(clock);
        await sidecar.StartAsync("a");
        HubFile.Change(sidecar, "UPDATE instances SET status = 1 WHERE id = 'a'");
        await using (HubFile.Lock(sidecar))
        {
            await using ScriptedWorker worker = await sidecar.WorkerAsync();
            await Assert.ThrowsExactlyAsync<RpcException>(() => sidecar.StartAsync("refused")); // in line behind the parking
        }

        while ((await sidecar.Hub.ListParkedAsync()).Count == 0)
        {
            clock.Advance(TimeSpan.FromSeconds(1));
            TestContext.CancellationToken.ThrowIfCancellationRequested();
            await Task.Yield();
        }

        Assert.AreEqual("a", (await sidecar.ParkedAsync()).InstanceId);
    }
}
