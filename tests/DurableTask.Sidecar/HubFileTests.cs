using Grpc.Core;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Tapir.DurableTask.Protobuf;

namespace Tapir.DurableTask.Sidecar.Tests;

[TestClass]
public sealed class HubFileTests
{
    [TestMethod]
    public async Task Restart_OfTheSidecar_KeepsEverything()
    {
        await using RunningSidecar sidecar = await RunningSidecar.StartAsync();
        ScriptedWorker before = await sidecar.WorkerAsync();
        await sidecar.StartAsync("a", input: "1");
        WorkItem first = await before.TurnAsync();
        await before.CompleteAsync(first, Actions.Call(0, "One"));
        await before.CompleteAsync(await before.ActivityAsync(), "\"one\"");
        WorkItem held = await before.TurnAsync();
        await sidecar.RaiseAsync("a", "go", "2");

        await sidecar.RestartAsync();
        await using ScriptedWorker worker = await sidecar.WorkerAsync();
        WorkItem turn = await worker.TurnAsync();

        CollectionAssert.AreEqual(held.OrchestratorRequest.PastEvents, turn.OrchestratorRequest.PastEvents);
        Assert.AreEqual("\"one\"", turn.OrchestratorRequest.NewEvents[1].TaskCompleted.Result);
        Assert.AreEqual("2", turn.OrchestratorRequest.NewEvents[2].EventRaised.Input);
        await worker.CompleteAsync(held, Actions.Complete(1, "\"of an earlier life\""));
        Assert.AreEqual(OrchestrationStatus.Running, (await sidecar.StateOfAsync("a"))!.OrchestrationStatus);
    }

    [TestMethod]
    public async Task Open_OfANewerHub_IsRefusedWithASentence()
    {
        await using var folder = new TemporaryFolder();
        Open(folder.Hub).Dispose();
        Execute(folder.Hub, "PRAGMA user_version = 99");

        TaskHubException refusal = Assert.ThrowsExactly<TaskHubException>(() => Open(folder.Hub));

        Assert.Contains("version 99", refusal.Message);
        Assert.Contains(folder.Hub, refusal.Message);
    }

    [TestMethod]
    public async Task Open_OfAHubInUse_NamesTheProcess()
    {
        await using var folder = new TemporaryFolder();
        using TaskHub first = Open(folder.Hub);

        TaskHubException refusal = Assert.ThrowsExactly<TaskHubException>(() => Open(folder.Hub));

        Assert.Contains($"process {Environment.ProcessId}", refusal.Message);
    }

    [TestMethod]
    public async Task Open_OfSomeOtherFile_IsRefused()
    {
        await using var folder = new TemporaryFolder();
        await File.WriteAllTextAsync(folder.Hub, new string('x', 10_000));

        Assert.ThrowsExactly<TaskHubException>(() => Open(folder.Hub));
    }

    [TestMethod]
    public async Task Turn_OfADamagedHistory_IsParkedAndNamed()
    {
        await using RunningSidecar sidecar = await RunningSidecar.StartAsync();
        await using (ScriptedWorker before = await sidecar.WorkerAsync())
        {
            await sidecar.StartAsync("a");
            await before.CompleteAsync(await before.TurnAsync());
        }

        await sidecar.RestartAsync();
        Execute(sidecar.Options.HubPath, "UPDATE history SET event = zeroblob(length(event)) WHERE sequence = 1");
        await using ScriptedWorker worker = await sidecar.WorkerAsync();
        await sidecar.RaiseAsync("a", "go", null);
        await sidecar.StartAsync("b");

        Assert.AreEqual("b", (await worker.TurnAsync()).OrchestratorRequest.InstanceId);
        ParkedItem parked = await sidecar.ParkedAsync();
        Assert.AreEqual("a", parked.InstanceId);
        Assert.Contains("history", parked.Reason);
    }

    [TestMethod]
    public async Task Timer_Damaged_IsParkedAndTheOthersFire()
    {
        var clock = new FakeTimeProvider(DateTimeOffset.UtcNow);
        await using RunningSidecar sidecar = await RunningSidecar.StartAsync(clock);
        await using (ScriptedWorker before = await sidecar.WorkerAsync())
        {
            foreach (string id in (string[])["a", "b"])
            {
                await sidecar.StartAsync(id);
                await before.CompleteAsync(await before.TurnAsync(), Actions.Timer(0, clock.GetUtcNow().AddHours(id == "a" ? 1 : 2)));
            }
        }

        await sidecar.RestartAsync();
        Execute(sidecar.Options.HubPath, "UPDATE timers SET event = zeroblob(length(event)) WHERE visible_at = (SELECT min(visible_at) FROM timers)");
        await using ScriptedWorker worker = await sidecar.WorkerAsync();

        clock.Advance(TimeSpan.FromHours(2));

        Assert.AreEqual("b", (await worker.TurnAsync()).OrchestratorRequest.InstanceId);
        ParkedItem parked = await sidecar.ParkedAsync();
        Assert.AreEqual("a", parked.InstanceId);
        Assert.Contains("timers", parked.Reason);
    }

    [TestMethod]
    public async Task FullDisk_RefusesNewWorkAndGoesOnWhenThereIsRoom()
    {
        await using RunningSidecar sidecar = await RunningSidecar.StartAsync(change: options => options with { MaximumHubBytes = 2 << 20 });
        await sidecar.RunToEndAsync("small", input: new string('x', 1 << 19));
        RpcException? refusal = null;
        for (int number = 0; refusal is null; number++)
        {
            try
            {
                await sidecar.StartAsync($"big-{number}", input: new string('x', 1 << 18));
            }
            catch (RpcException error)
            {
                refusal = error;
            }
        }

        Assert.AreEqual(StatusCode.ResourceExhausted, refusal.StatusCode);
        Assert.AreEqual(OrchestrationStatus.Completed, (await sidecar.StateOfAsync("small"))!.OrchestrationStatus);
        await sidecar.Client.PurgeInstancesAsync(new PurgeInstancesRequest { InstanceId = "small" });
        await sidecar.StartAsync("after", input: new string('x', 1 << 17));
        Assert.IsNotNull(await sidecar.StateOfAsync("big-0"));
        Assert.IsNotNull(await sidecar.StateOfAsync("after"));
    }

    [TestMethod]
    public async Task Worker_GoneWhileTheFileIsLocked_WhatItHeldIsHandedOutAgain()
    {
        await using RunningSidecar sidecar = await RunningSidecar.StartAsync();
        ScriptedWorker gone = await sidecar.WorkerAsync();
        await sidecar.StartAsync("a");
        await gone.TurnAsync();
        await WhileLockedAsync(sidecar, async () => await gone.DisposeAsync());

        await using ScriptedWorker next = await sidecar.WorkerAsync();

        await next.CompleteAsync(await next.TurnAsync(), Actions.Complete(0, "1"));
        Assert.AreEqual("1", (await sidecar.EndOfAsync("a")).Output);
    }

    [TestMethod]
    public async Task Turn_RefusedWhileTheFileIsLocked_ComesAgainAndIsParkedThen()
    {
        await using RunningSidecar sidecar = await RunningSidecar.StartAsync();
        await using ScriptedWorker worker = await sidecar.WorkerAsync();
        await sidecar.StartAsync("a");
        WorkItem turn = await worker.TurnAsync();
        await WhileLockedAsync(sidecar, () => worker.RefuseAsync(turn, "no"));
        Assert.IsEmpty(await sidecar.Hub.ListParkedAsync());

        await worker.RefuseAsync(await worker.TurnAsync(), "no");

        Assert.HasCount(1, await sidecar.Hub.ListParkedAsync());
    }

    [TestMethod]
    public async Task Turn_RefusedAndTheRightWorkerComesWhileTheFileIsLocked_ReachesItThen()
    {
        await using RunningSidecar sidecar = await RunningSidecar.StartAsync();
        await using ScriptedWorker wrong = await sidecar.WorkerAsync();
        await sidecar.StartAsync("a");
        await wrong.RefuseAsync(await wrong.TurnAsync(), "no");
        ScriptedWorker? right = null;
        await WhileLockedAsync(sidecar, async () => right = await sidecar.WorkerAsync());

        await using (right)
        {
            Assert.AreEqual("a", (await right!.TurnAsync()).OrchestratorRequest.InstanceId);
        }
    }

    [TestMethod]
    public async Task Turn_AnsweredWhileTheFileIsLocked_IsHandedOutAgain()
    {
        await using RunningSidecar sidecar = await RunningSidecar.StartAsync();
        await using ScriptedWorker worker = await sidecar.WorkerAsync();
        await sidecar.StartAsync("a");
        WorkItem turn = await worker.TurnAsync();
        using (SqliteConnection other = Connect(sidecar.Options.HubPath))
        {
            Run(other, "BEGIN IMMEDIATE");
            RpcException refusal = await Assert.ThrowsExactlyAsync<RpcException>(() => worker.CompleteAsync(turn, Actions.Complete(0, "1")));
            Assert.AreEqual(StatusCode.Unavailable, refusal.StatusCode);
            Assert.Contains("locked", refusal.Status.Detail);
        }

        await worker.CompleteAsync(await worker.TurnAsync(), Actions.Complete(0, "2"));

        Assert.AreEqual("2", (await sidecar.EndOfAsync("a")).Output);
    }

    [TestMethod]
    public async Task Timer_DueWhileTheFileIsLocked_FiresWhenItIsNot()
    {
        var clock = new FakeTimeProvider(DateTimeOffset.UtcNow);
        await using RunningSidecar sidecar = await RunningSidecar.StartAsync(clock);
        await using ScriptedWorker worker = await sidecar.WorkerAsync();
        await sidecar.StartAsync("a");
        await worker.CompleteAsync(await worker.TurnAsync(), Actions.Timer(0, clock.GetUtcNow().AddHours(1)));
        using (SqliteConnection other = Connect(sidecar.Options.HubPath))
        {
            Run(other, "BEGIN IMMEDIATE");
            clock.Advance(TimeSpan.FromHours(1));
            await Assert.ThrowsExactlyAsync<RpcException>(() => sidecar.StartAsync("b")); // in line behind the timer
        }

        Task<WorkItem> fired = worker.TurnAsync();
        while (!fired.IsCompleted)
        {
            clock.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        Assert.IsNotNull((await fired).OrchestratorRequest.NewEvents[1].TimerFired);
    }

    [TestMethod]
    public async Task Start_WhileTheFileIsLockedForAMoment_WaitsAndIsKept()
    {
        await using RunningSidecar sidecar = await RunningSidecar.StartAsync();
        Task start;
        using (SqliteConnection other = Connect(sidecar.Options.HubPath))
        {
            Run(other, "BEGIN IMMEDIATE");
            start = sidecar.StartAsync("a");
            Assert.AreNotSame(start, await Task.WhenAny(start, Task.Delay(300)), "it was answered before it could be written");
        }

        await start;
        Assert.IsNotNull(await sidecar.StateOfAsync("a"));
    }

    [TestMethod]
    public async Task StartAsync_WithATooLongSocketPath_SaysSo()
    {
        await using var folder = new TemporaryFolder();
        var options = new SidecarOptions { HubPath = folder.Hub, UnixSocketPath = Path.Combine(Path.GetTempPath(), new string('s', 120)) };

        TaskHubException refusal = await Assert.ThrowsExactlyAsync<TaskHubException>(() =>
            SidecarHost.StartAsync(options, NullLoggerFactory.Instance, TimeProvider.System, CancellationToken.None));

        Assert.Contains("bytes", refusal.Message);
    }

    private static TaskHub Open(string path) => TaskHub.Open(new SidecarOptions { HubPath = path }, NullLoggerFactory.Instance, TimeProvider.System);

    private static void Execute(string path, string sql)
    {
        using SqliteConnection connection = Connect(path);
        Run(connection, sql);
    }

    /// <summary>Does something while another process has the file, for longer than the hub waits.</summary>
    private static async Task WhileLockedAsync(RunningSidecar sidecar, Func<Task> act)
    {
        using SqliteConnection other = Connect(sidecar.Options.HubPath);
        Run(other, "BEGIN IMMEDIATE");
        await act();
        for (int time = 0; time < 2; time++)
        {
            await Assert.ThrowsExactlyAsync<RpcException>(() => sidecar.StartAsync($"refused{time}"));
        }
    }

    private static SqliteConnection Connect(string path)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ToString());
        connection.Open();
        return connection;
    }

    private static void Run(SqliteConnection connection, string sql)
    {
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
