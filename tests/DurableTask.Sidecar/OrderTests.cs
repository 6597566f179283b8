using Tapir.DurableTask.Protobuf;

namespace Tapir.DurableTask.Sidecar.Tests;

/// <summary>In what order an instance sees what was sent to it.</summary>
[TestClass]
public sealed class OrderTests
{
    [TestMethod]
    public async Task Events_OfOneInstanceToAnother_ArriveInOrderWhateverHappensBetween()
    {
        await using RunningSidecar sidecar = await RunningSidecar.StartAsync();
        await sidecar.StartAsync("receiver", "Receiver");
        await sidecar.StartAsync("sender", "Sender");
        List<string> seen = [];
        int number = 0;
        for (int round = 0; round < 4; round++)
        {
            await using ScriptedWorker receiver = await sidecar.WorkerAsync(Filters.OnlyTurns("Receiver"));
            await using ScriptedWorker sender = await sidecar.WorkerAsync(Filters.OnlyTurns("Sender"));
            WorkItem receiving = await receiver.TurnAsync();
            seen.AddRange(NamesIn(receiving));

            // While the receiver's turn is out; the last round but one loses it together with the sidecar.
            await sender.CompleteAsync(await sender.TurnAsync(), [.. Enumerable.Range(0, 5).Select(id => Actions.Send(number + id, "receiver", $"event-{number + id}", null))]);
            number += 5;
            await sidecar.RaiseAsync("sender", "more", null);
            if (round == 2)
            {
                seen.RemoveRange(seen.Count - NamesIn(receiving).Count(), NamesIn(receiving).Count());
                await sidecar.RestartAsync();
            }
            else
            {
                await receiver.CompleteAsync(receiving);
            }
        }

        await using ScriptedWorker last = await sidecar.WorkerAsync(Filters.OnlyTurns("Receiver"));
        seen.AddRange(NamesIn(await last.TurnAsync()));
        CollectionAssert.AreEqual(Enumerable.Range(0, number).Select(id => $"event-{id}").ToArray(), seen);
    }

    [TestMethod]
    public async Task Events_OfManyClientsAtOnce_EachClientsAreInOrder()
    {
        const int Clients = 4, Each = 25;
        await using RunningSidecar sidecar = await RunningSidecar.StartAsync();
        await sidecar.StartAsync("a");

        await Task.WhenAll(Enumerable.Range(0, Clients).Select(async client =>
        {
            for (int number = 0; number < Each; number++)
            {
                await sidecar.RaiseAsync("a", $"client-{client}", $"{number}");
            }
        }));

        await using ScriptedWorker worker = await sidecar.WorkerAsync();
        HistoryEvent[] events = [.. (await worker.TurnAsync()).OrchestratorRequest.NewEvents.Where(entry => entry.EventRaised is not null)];
        Assert.HasCount(Clients * Each, events);
        foreach (IGrouping<string, HistoryEvent> client in events.GroupBy(entry => entry.EventRaised.Name))
        {
            CollectionAssert.AreEqual(Enumerable.Range(0, Each).Select(number => $"{number}").ToArray(), client.Select(entry => entry.EventRaised.Input).ToArray());
        }
    }

    private static IEnumerable<string> NamesIn(WorkItem turn) =>
        turn.OrchestratorRequest.NewEvents.Where(entry => entry.EventRaised is not null).Select(entry => entry.EventRaised.Name);
}
