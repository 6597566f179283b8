using Grpc.Core;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Tapir.DurableTask.Protobuf;

namespace Tapir.DurableTask.Sidecar.Tests;

/// <summary>The hub's file: opened, kept over a restart, refused, damaged, full.</summary>
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
        HubFile.SetVersion(folder.Hub, 99);

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
        HubFile.Change(sidecar, "UPDATE history SET event = zeroblob(length(event)) WHERE sequence = 1");
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
        HubFile.Change(sidecar, "UPDATE timers SET event = zeroblob(length(event)) WHERE visible_at = (SELECT min(visible_at) FROM timers)");
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
    public async Task StartAsync_WithATooLongSocketPath_SaysSo()
    {
        await using var folder = new TemporaryFolder();
        var options = new SidecarOptions { HubPath = folder.Hub, UnixSocketPath = Path.Combine(Path.GetTempPath(), new string('s', 120)) };

        TaskHubException refusal = await Assert.ThrowsExactlyAsync<TaskHubException>(() =>
            SidecarHost.StartAsync(options, NullLoggerFactory.Instance, TimeProvider.System, CancellationToken.None));

        Assert.Contains("bytes", refusal.Message);
    }

    private static TaskHub Open(string path) => TaskHub.Open(new SidecarOptions { HubPath = path }, NullLoggerFactory.Instance, TimeProvider.System);
}
