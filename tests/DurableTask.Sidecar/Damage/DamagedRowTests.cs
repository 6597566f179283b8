using Grpc.Core;
using Tapir.DurableTask.Protobuf;
using Tapir.DurableTask.Protobuf.Operations;

namespace Tapir.DurableTask.Sidecar.Tests.Damage;

/// <summary>One row of a hub that is at work is damaged: whoever needs it is told, the others go on.</summary>
[TestClass]
public sealed class DamagedRowTests
{
    [TestMethod]
    public async Task Instance_Damaged_IsRefusedNamedAndCanBePurgedWhileOthersGoOn()
    {
        await using RunningSidecar sidecar = await RunningSidecar.StartAsync();
        await sidecar.StartAsync("a");
        await sidecar.StartAsync("b");
        HubFile.Change(sidecar, "UPDATE instances SET status = 1 WHERE id = 'a'");

        foreach (Func<Task> call in new Func<Task>[] { () => sidecar.RaiseAsync("a", "go", null), () => sidecar.StateOfAsync("a"), () => sidecar.HistoryAsync("a") })
        {
            RpcException refusal = await Assert.ThrowsExactlyAsync<RpcException>(call);
            Assert.AreEqual(StatusCode.DataLoss, refusal.StatusCode);
            Assert.Contains("'instances'", refusal.Status.Detail);
        }

        await using ScriptedWorker worker = await sidecar.WorkerAsync();
        await worker.CompleteAsync(await worker.TurnAsync(), Actions.Complete(0, "1"));
        Assert.AreEqual("1", (await sidecar.EndOfAsync("b")).Output);
        Assert.AreEqual("a", (await sidecar.ParkedAsync()).InstanceId);
        DamagedRow named = (await sidecar.Hub.CheckAsync(CancellationToken.None)).Single();
        Assert.AreEqual(("instances", "a"), (named.Table, named.InstanceId));
        Assert.AreEqual(named, (await sidecar.Hub.GetStatusAsync()).Damage.Single());
        LookResponse look = await new TaskHubOperations.TaskHubOperationsClient(sidecar.Channel()).LookAsync(new LookRequest());
        Assert.Contains("'a'", look.Damage.Single());
        Assert.AreEqual(named, (await TaskHub.ReadDamageAsync(sidecar.Options.HubPath)).Single());

        await sidecar.Client.PurgeInstancesAsync(new PurgeInstancesRequest { InstanceId = "a" });
        Assert.IsEmpty(await sidecar.Hub.CheckAsync(CancellationToken.None));
        Assert.IsNull(await sidecar.StateOfAsync("a"));
    }

    [TestMethod]
    [DataRow("DELETE FROM history WHERE sequence = 1", "is gone")]
    [DataRow("DELETE FROM history WHERE sequence = (SELECT max(sequence) FROM history)", "is gone")]
    [DataRow("UPDATE inbox SET instance = instance, event = event || x'00'", "checksum")]
    [DataRow("UPDATE inbox SET sequence = sequence + 1", "checksum")]
    public async Task Rows_OfATurn_DamagedOrGone_ParkItsInstance(string damage, string reason)
    {
        await using RunningSidecar sidecar = await RunningSidecar.StartAsync();
        await using (ScriptedWorker before = await sidecar.WorkerAsync())
        {
            await sidecar.StartAsync("a");
            await before.CompleteAsync(await before.TurnAsync());
        }

        await sidecar.RaiseAsync("a", "go", null);
        await sidecar.RestartAsync();
        HubFile.Change(sidecar, damage);
        await using ScriptedWorker worker = await sidecar.WorkerAsync();
        await sidecar.StartAsync("b");

        Assert.AreEqual("b", (await worker.TurnAsync()).OrchestratorRequest.InstanceId);
        ParkedItem parked = await sidecar.ParkedAsync();
        Assert.AreEqual("a", parked.InstanceId);
        Assert.Contains(reason, parked.Reason);
        Assert.IsNotEmpty(await sidecar.Hub.CheckAsync(CancellationToken.None));
    }

    [TestMethod]
    [DataRow("UPDATE activities SET task_id = task_id + 1", "activities")]
    [DataRow("UPDATE timers SET visible_at = visible_at + 1", "timers")]
    [DataRow("UPDATE timers SET visible_at = 'abc'", "timers")]
    [DataRow("UPDATE instances SET input = 'other'", "instances")]
    [DataRow("INSERT INTO inbox SELECT 77, sequence, event, checksum FROM history LIMIT 1", "inbox")]
    public async Task Check_FindsWhatNobodyReadsFor(string damage, string table)
    {
        await using RunningSidecar sidecar = await RunningSidecar.StartAsync();
        await using ScriptedWorker worker = await sidecar.WorkerAsync(Filters.OnlyTurns("Work"));
        await sidecar.StartAsync("a", input: "1");
        await worker.CompleteAsync(await worker.TurnAsync(), Actions.Call(0, "One"), Actions.Timer(1, DateTimeOffset.UtcNow.AddHours(1)));
        Assert.IsEmpty(await sidecar.Hub.CheckAsync(CancellationToken.None));

        HubFile.Change(sidecar, damage);

        Assert.AreEqual(table, (await sidecar.Hub.CheckAsync(CancellationToken.None)).Single().Table);
    }

    [TestMethod]
    public async Task Timer_WhoseTimeIsNoWholeNumber_IsSetAsideOnce()
    {
        await using RunningSidecar sidecar = await RunningSidecar.StartAsync();
        await using (ScriptedWorker worker = await sidecar.WorkerAsync())
        {
            await sidecar.StartAsync("a");
            await worker.CompleteAsync(await worker.TurnAsync(), Actions.Timer(0, DateTimeOffset.UtcNow.AddHours(1)));
        }

        HubFile.Change(sidecar, "UPDATE timers SET visible_at = 5.9e-266");
        await sidecar.RestartAsync();

        Assert.AreEqual("a", (await sidecar.ParkedAsync()).InstanceId);
        HubFile.Change(sidecar, $"UPDATE timers SET visible_at = visible_at WHERE visible_at = {long.MaxValue}");
    }

    [TestMethod]
    public async Task Check_MoreRowsWithoutANumberThanItReadsAtOnce_NamesEachOnce()
    {
        await using RunningSidecar sidecar = await RunningSidecar.StartAsync();
        HubFile.Change(sidecar, "WITH n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1200) INSERT INTO timers SELECT 'abc', i, 1, x'00', 0 FROM n");

        Assert.HasCount(1200, await sidecar.Hub.CheckAsync(CancellationToken.None).WaitAsync(TimeSpan.FromSeconds(20)));
    }

    [TestMethod]
    [DataRow("parent")]
    [DataRow("child")]
    public async Task Purge_OfAFamilyWithADamagedMember_TakesAllOfIt(string damaged)
    {
        await using RunningSidecar sidecar = await RunningSidecar.StartAsync();
        await using (ScriptedWorker worker = await sidecar.WorkerAsync())
        {
            await sidecar.StartAsync("parent");
            await worker.CompleteAsync(await worker.TurnAsync(), Actions.Child(0, "child", "Work"));
            await worker.CompleteAsync(await worker.TurnAsync(), Actions.Complete(0, "1"));
            await worker.CompleteAsync(await worker.TurnAsync(), Actions.Complete(1, "1"));
            await sidecar.EndOfAsync("parent");
        }

        HubFile.Change(sidecar, $"UPDATE instances SET status = 3 WHERE id = '{damaged}'");

        await sidecar.Client.PurgeInstancesAsync(new PurgeInstancesRequest { InstanceId = "parent", Recursive = true });

        Assert.IsNull(await sidecar.StateOfAsync("parent"));
        Assert.IsNull(await sidecar.StateOfAsync("child"));
        Assert.IsEmpty(await sidecar.Hub.CheckAsync(CancellationToken.None));
    }
}
