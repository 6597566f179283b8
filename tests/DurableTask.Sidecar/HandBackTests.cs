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
        await wrong.AbandonAsync(await wrong.TurnAsync());

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
            await wrong.AbandonAsync(await wrong.TurnAsync());
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
            await worker.AbandonAsync(await worker.TurnAsync());
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
        await sidecar.StartCallingAsync("a", "Long");

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

    [TestMethod]
    public async Task Activity_HandedBackLateByAFormerHolder_StaysWithItsPresentOne()
    {
        await using RunningSidecar sidecar = await RunningSidecar.StartAsync(clock);
        await sidecar.StartCallingAsync("a", "Long");

        string late;
        await using (ScriptedWorker former = await sidecar.WorkerAsync())
        {
            late = (await former.ActivityAsync()).CompletionToken;
        }

        await using ScriptedWorker present = await sidecar.WorkerAsync(Filters.OnlyActivities("Long"));
        WorkItem item = await present.ActivityAsync();
        await present.Client.AbandonTaskActivityWorkItemAsync(new AbandonActivityTaskRequest { CompletionToken = late });
        await present.RefuseAsync(new WorkItem(item) { CompletionToken = late }, "no such version");

        Assert.AreEqual("Long", (await sidecar.Hub.GetWorkAsync()).Workers.Single().InHand.Single().Name);
        Assert.IsEmpty(await sidecar.Hub.ListParkedAsync());
        await present.CompleteAsync(new WorkItem(item) { CompletionToken = late }, "1");
        await using ScriptedWorker turns = await sidecar.WorkerAsync(Filters.OnlyTurns("Work"));
        Assert.AreEqual("1", (await turns.TurnAsync()).OrchestratorRequest.NewEvents[1].TaskCompleted.Result, "a result counts, whoever brings it");
    }
}
