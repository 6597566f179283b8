using Tapir.DurableTask.Protobuf.Operations;

namespace Tapir.DurableTask.Sidecar.Tests;

/// <summary>What people ask of a hub over its port, whichever process runs it.</summary>
[TestClass]
public sealed class OperationsTests
{
    private const int MostDeliveries = 5;

    [TestMethod]
    public async Task Look_HubWithWork_TellsWhatWaitsSinceWhenAndWhoWorks()
    {
        DateTimeOffset before = DateTimeOffset.UtcNow;
        await using RunningSidecar sidecar = await RunningSidecar.StartAsync();
        TaskHubOperations.TaskHubOperationsClient hub = new(sidecar.Channel());
        LookResponse empty = await hub.LookAsync(new LookRequest());
        await sidecar.StartAsync("a");
        await sidecar.StartAsync("b", "Other");
        await using ScriptedWorker worker = await sidecar.WorkerAsync(Filters.OnlyTurns("Work"));
        await worker.CompleteAsync(await worker.TurnAsync(), Actions.Call(0, "slow"), Actions.Call(1, "slow"));
        await sidecar.RaiseAsync("a", "go", "1");
        await worker.TurnAsync();

        LookResponse look = await hub.LookAsync(new LookRequest());

        Assert.IsNull(empty.OldestMessage);
        Assert.IsNull(empty.OldestActivity);
        Assert.AreEqual(2, look.PendingActivities);
        Assert.AreEqual(2, look.InboxMessages);
        Assert.IsTrue(look.OldestMessage.ToDateTimeOffset() >= before.AddMilliseconds(-1), "The oldest message is the start of b.");
        Assert.IsTrue(look.OldestActivity.ToDateTimeOffset() >= look.OldestMessage.ToDateTimeOffset(), "The turn of a came after the start of b.");
        Assert.AreEqual("Other 1 unoffered, slow 2 unoffered", string.Join(", ", look.Waiting.Select(line => $"{line.Name} {line.Count} {(line.IsOffered ? "offered" : "unoffered")}")));
        Assert.AreEqual("Work", look.Workers.Single().Orchestrations.Single());
        Assert.AreEqual("Work of a", string.Join(", ", look.Workers.Single().InHand.Select(item => $"{item.Name} of {item.InstanceId}")));
    }

    [TestMethod]
    public async Task RetryParked_ById_PutsTheItemInLineAndNamesTheUnknown()
    {
        await using RunningSidecar sidecar = await RunningSidecar.StartAsync();
        TaskHubOperations.TaskHubOperationsClient hub = new(sidecar.Channel());
        await sidecar.StartAsync("a");
        for (int delivery = 0; delivery < MostDeliveries; delivery++)
        {
            await using ScriptedWorker victim = await sidecar.WorkerAsync();
            await victim.TurnAsync();
        }

        Parked parked = await FirstParkedAsync(hub);
        RetryParkedResponse response = await hub.RetryParkedAsync(new RetryParkedRequest { Ids = { parked.Id, "t999", "nonsense" } });

        CollectionAssert.AreEqual(new[] { "t999", "nonsense" }, response.Unknown.ToArray());
        Assert.AreEqual("a", parked.InstanceId);
        Assert.Contains("5", parked.Reason);
        await using ScriptedWorker worker = await sidecar.WorkerAsync();
        Assert.AreEqual("a", (await worker.TurnAsync()).OrchestratorRequest.InstanceId);
    }

    private static async Task<Parked> FirstParkedAsync(TaskHubOperations.TaskHubOperationsClient hub)
    {
        while (true)
        {
            // The sidecar hears of the last worker's end a moment after it.
            if ((await hub.ListParkedAsync(new ListParkedRequest())).Items is [{ } first, ..])
            {
                return first;
            }
        }
    }
}
