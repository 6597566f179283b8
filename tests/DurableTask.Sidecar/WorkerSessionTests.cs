using Tapir.DurableTask.Protobuf;
using Tapir.DurableTask.Sidecar.Dispatch;

namespace Tapir.DurableTask.Sidecar.Tests;

/// <summary>A worker whose connection was cut says that it is the same when it comes back: what it had in hand has not killed it.</summary>
[TestClass]
public sealed class WorkerSessionTests
{
    [TestMethod]
    [DataRow(1)]
    [DataRow(5)]
    public async Task Activity_OfASessionThatComesBack_IsNeverParked(int deliveries)
    {
        await using RunningSidecar sidecar = await RunningSidecar.StartAsync(change: options => options with { MaximumDeliveries = deliveries });
        await sidecar.StartCallingAsync("a", "Long");
        for (int cut = 0; cut < deliveries + 2; cut++)
        {
            await using ScriptedWorker same = await ConnectAsync(sidecar, "mine");
            await same.ActivityAsync();
        }

        await using ScriptedWorker last = await ConnectAsync(sidecar, "mine");
        await last.CompleteAsync(await last.ActivityAsync(), "1");
        await last.CompleteAsync(await last.TurnAsync(), Actions.Complete(1, "1"));
        Assert.AreEqual("1", (await sidecar.EndOfAsync("a")).Output);
    }

    [TestMethod]
    [DataRow(1)]
    [DataRow(5)]
    public async Task Turn_OfASessionThatComesBack_IsNeverParked(int deliveries)
    {
        await using RunningSidecar sidecar = await RunningSidecar.StartAsync(change: options => options with { MaximumDeliveries = deliveries });
        await sidecar.StartAsync("a");
        for (int cut = 0; cut < deliveries + 2; cut++)
        {
            await using ScriptedWorker same = await ConnectAsync(sidecar, "mine");
            await same.TurnAsync();
        }

        await using ScriptedWorker last = await ConnectAsync(sidecar, "mine");
        await last.CompleteAsync(await last.TurnAsync(), Actions.Complete(0, "1"));
        Assert.AreEqual("1", (await sidecar.EndOfAsync("a")).Output);
    }

    [TestMethod]
    public async Task Items_OfSessionsThatDoNotComeBack_AreParked()
    {
        await using RunningSidecar sidecar = await RunningSidecar.StartAsync();
        await sidecar.StartAsync("a");
        for (int death = 0; death < 5; death++)
        {
            await using ScriptedWorker worker = await ConnectAsync(sidecar, $"{death}");
            await worker.TurnAsync();
        }

        Assert.Contains("5 times", (await sidecar.ParkedAsync()).Reason);
    }

    [TestMethod]
    public async Task Losses_OfASessionThatComesBackAndOfOneThatDoesNot_CountOnlyTheOthers()
    {
        await using RunningSidecar sidecar = await RunningSidecar.StartAsync(change: options => options with { MaximumDeliveries = 2 });
        await sidecar.StartCallingAsync("a", "Long");
        await using (ScriptedWorker dead = await ConnectAsync(sidecar, "dead"))
        {
            await dead.ActivityAsync();
        }

        await using (ScriptedWorker cut = await ConnectAsync(sidecar, "cut"))
        {
            await cut.ActivityAsync();
        }

        Assert.Contains("2 times", (await sidecar.ParkedAsync()).Reason);
        await using (ScriptedWorker back = await ConnectAsync(sidecar, "cut"))
        {
            await back.ActivityAsync();
            Assert.IsEmpty(await sidecar.Hub.ListParkedAsync());
        }

        Assert.Contains("2 times", (await sidecar.ParkedAsync()).Reason);
    }

    [TestMethod]
    public async Task Suspects_OfASessionThatComesBack_AreNoneAndGoOutTogether()
    {
        await using RunningSidecar sidecar = await RunningSidecar.StartAsync();
        await sidecar.StartCallingAsync("a", "Long");
        await sidecar.StartCallingAsync("b", "Long");
        for (int cut = 0; cut < 4; cut++)
        {
            await using ScriptedWorker same = await ConnectAsync(sidecar, "mine");
            await same.ActivityAsync();
            await same.ActivityAsync();
        }

        await using ScriptedWorker last = await ConnectAsync(sidecar, "mine");
        Assert.AreNotEqual((await last.ActivityAsync()).ActivityRequest.OrchestrationInstance.InstanceId, (await last.ActivityAsync()).ActivityRequest.OrchestrationInstance.InstanceId);
    }

    [TestMethod]
    public async Task Session_BackBeforeItsOldStreamIsKnownToBeGone_HasLostNothing()
    {
        await using RunningSidecar sidecar = await RunningSidecar.StartAsync(change: options => options with { MaximumDeliveries = 1 });
        await sidecar.StartCallingAsync("a", "Long");
        ScriptedWorker halfOpen = await ConnectAsync(sidecar, "mine");
        await halfOpen.ActivityAsync();

        await using ScriptedWorker back = await ConnectAsync(sidecar, "mine");
        await halfOpen.DisposeAsync();

        await back.CompleteAsync(await back.ActivityAsync(), "1");
        Assert.IsEmpty(await sidecar.Hub.ListParkedAsync());
    }

    [TestMethod]
    public async Task Session_OftenBackBeforeItsOldStreamIsKnownToBeGone_HasNoSuspects()
    {
        await using RunningSidecar sidecar = await RunningSidecar.StartAsync();
        await sidecar.StartCallingAsync("a", "Long");
        await sidecar.StartCallingAsync("b", "Long");
        ScriptedWorker current = await ConnectAsync(sidecar, "mine");
        for (int cut = 0; cut < 5; cut++)
        {
            await current.ActivityAsync();
            await current.ActivityAsync();
            ScriptedWorker next = await ConnectAsync(sidecar, "mine");
            await current.DisposeAsync();
            current = next;
        }

        await current.DisposeAsync();
    }

    [TestMethod]
    public async Task Session_BackWhileTheFileIsLocked_GetsWhatWasParkedLater()
    {
        await using RunningSidecar sidecar = await RunningSidecar.StartAsync(change: options => options with { MaximumDeliveries = 1 });
        await sidecar.StartCallingAsync("a", "Long");
        await using (ScriptedWorker cut = await ConnectAsync(sidecar, "mine"))
        {
            await cut.ActivityAsync();
        }

        await sidecar.ParkedAsync();
        WorkerConnection back = new("back", new GetWorkItemsRequest(), keepsExecutors: false, session: "mine");
        using (HubFile.Lock(sidecar))
        {
            await sidecar.Hub.Workers.ConnectAsync(back);
        }

        using CancellationTokenSource limit = new(TimeSpan.FromSeconds(20));
        Assert.AreEqual("Long", (await back.Outgoing.ReadAsync(limit.Token)).ActivityRequest.Name);
    }

    private static Task<ScriptedWorker> ConnectAsync(RunningSidecar sidecar, string session) =>
        ScriptedWorker.ConnectAsync(sidecar.Connect(), new GetWorkItemsRequest(), new() { { WorkerSession.Header, session } });
}
