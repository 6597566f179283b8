using Microsoft.Extensions.Time.Testing;
using Tapir.DurableTask.Protobuf;

namespace Tapir.DurableTask.Sidecar.Tests;

/// <summary>Work that a worker hands back because it is not the right one.</summary>
[TestClass]
public sealed class HandBackTests
{
    private readonly FakeTimeProvider clock = new(DateTimeOffset.UtcNow);

    [TestMethod]
    public async Task Turn_HandedBack_GoesToAWorkerThatComes()
    {
        await using RunningSidecar sidecar = await RunningSidecar.StartAsync(clock);
        await using ScriptedWorker wrong = await sidecar.WorkerAsync();
        await sidecar.StartAsync("a");
        await AbandonTurnAsync(wrong);

        await using ScriptedWorker right = await sidecar.WorkerAsync();

        Assert.AreEqual("a", (await right.TurnAsync()).OrchestratorRequest.InstanceId);
    }

    [TestMethod]
    public async Task Turn_HandedBack_GoesToAnotherThatIsThere()
    {
        await using RunningSidecar sidecar = await RunningSidecar.StartAsync(clock);
        await using ScriptedWorker first = await sidecar.WorkerAsync(new GetWorkItemsRequest { MaxConcurrentOrchestrationWorkItems = 100 });
        await using ScriptedWorker second = await sidecar.WorkerAsync(new GetWorkItemsRequest { MaxConcurrentOrchestrationWorkItems = 50 });
        await using ScriptedWorker third = await sidecar.WorkerAsync(new GetWorkItemsRequest { MaxConcurrentOrchestrationWorkItems = 10 });
        await sidecar.StartAsync("a");

        foreach (ScriptedWorker wrong in (ScriptedWorker[])[first, second])
        {
            await AbandonTurnAsync(wrong);
            clock.Advance(TimeSpan.FromMinutes(1));
        }

        Assert.AreEqual("a", (await third.TurnAsync()).OrchestratorRequest.InstanceId);
    }

    [TestMethod]
    public async Task Turn_HandedBackAgainAndAgain_IsNeverParked()
    {
        await using RunningSidecar sidecar = await RunningSidecar.StartAsync(clock);
        await using ScriptedWorker worker = await sidecar.WorkerAsync();
        await sidecar.StartAsync("a");

        for (int time = 0; time < 12; time++)
        {
            await AbandonTurnAsync(worker);
            clock.Advance(TimeSpan.FromMinutes(1));
        }

        await worker.CompleteAsync(await worker.TurnAsync(), Actions.Complete(0, "1"));
        Assert.AreEqual("1", (await sidecar.EndOfAsync("a")).Output);
        Assert.IsEmpty(await sidecar.Hub.ListParkedAsync());
    }

    [TestMethod]
    public async Task Activity_HandedBackByManyWorkersThatStop_IsNeverParked()
    {
        await using RunningSidecar sidecar = await RunningSidecar.StartAsync(clock);
        await sidecar.StartAsync("a");
        await using (ScriptedWorker starter = await sidecar.WorkerAsync(Filters.OnlyTurns("Work")))
        {
            await starter.CompleteAsync(await starter.TurnAsync(), Actions.Call(0, "Long"));
        }

        for (int time = 0; time < 12; time++)
        {
            await using ScriptedWorker stopping = await sidecar.WorkerAsync();
            WorkItem item = await stopping.ActivityAsync();
            await stopping.Client.AbandonTaskActivityWorkItemAsync(new AbandonActivityTaskRequest { CompletionToken = item.CompletionToken });
        }

        await using ScriptedWorker last = await sidecar.WorkerAsync();
        Assert.AreEqual("Long", (await last.ActivityAsync()).ActivityRequest.Name);
        Assert.IsEmpty(await sidecar.Hub.ListParkedAsync());
    }

    private static async Task AbandonTurnAsync(ScriptedWorker worker)
    {
        WorkItem turn = await worker.TurnAsync();
        await worker.Client.AbandonTaskOrchestratorWorkItemAsync(new AbandonOrchestrationTaskRequest { CompletionToken = turn.CompletionToken });
    }
}
