using Tapir.DurableTask.Protobuf;

namespace Tapir.DurableTask.Sidecar.Tests;

/// <summary>A failed instance that goes on together with the sub-orchestrations that failed it.</summary>
[TestClass]
public sealed class RewindFamilyTests
{
    [TestMethod]
    public async Task Rewind_FailedChildren_AreRewoundToTheLastGeneration()
    {
        await using RunningSidecar sidecar = await RunningSidecar.StartAsync();
        await using ScriptedWorker worker = await sidecar.WorkerAsync();
        await FailThreeGenerationsAsync(sidecar, worker);

        await sidecar.RewindAsync("top");

        Dictionary<string, WorkItem> turns = [];
        string? activity = null;
        while (turns.Count < 3 || activity is null)
        {
            WorkItem item = await worker.NextAsync();
            if (item.ActivityRequest is { } request)
            {
                activity = request.Name;
                await worker.CompleteAsync(item, "\"mended\"");
            }
            else
            {
                turns.Add(item.OrchestratorRequest.InstanceId, item);
            }
        }

        Assert.AreEqual("Breaks", activity);
        CollectionAssert.AreEquivalent(new[] { "top", "middle", "bottom" }, turns.Keys.ToArray());
        ParentInstanceInfo parent = turns["bottom"].OrchestratorRequest.PastEvents[1].ExecutionStarted.ParentInstance;
        Assert.AreEqual(turns["middle"].OrchestratorRequest.ExecutionId, parent.OrchestrationInstance.ExecutionId);
        await worker.CompleteAsync(turns["top"]);
        await worker.CompleteAsync(turns["middle"]);
        WorkItem bottom = turns["bottom"];
        int results = bottom.OrchestratorRequest.NewEvents.Count(entry => entry.TaskCompleted is not null);
        if (results == 0)
        {
            await worker.CompleteAsync(bottom);
            bottom = await worker.TurnAsync();
        }

        await worker.CompleteAsync(bottom, Actions.Complete(1, "1"));
        await worker.CompleteAsync(await worker.TurnAsync(), Actions.Complete(1, "2"));
        WorkItem top = await worker.TurnAsync();
        Assert.AreEqual("2", top.OrchestratorRequest.NewEvents[1].SubOrchestrationInstanceCompleted.Result);
        await worker.CompleteAsync(top, Actions.Complete(2, "3"));
        Assert.AreEqual("3", (await sidecar.EndOfAsync("top")).Output);
        Assert.AreEqual(OrchestrationStatus.Completed, (await sidecar.StateOfAsync("sister"))!.OrchestrationStatus);
    }

    [TestMethod]
    public async Task Rewind_ChildThatWasMendedBefore_GivesItsResultAtOnce()
    {
        await using RunningSidecar sidecar = await RunningSidecar.StartAsync();
        await using ScriptedWorker worker = await sidecar.WorkerAsync();
        await FailThreeGenerationsAsync(sidecar, worker);
        await sidecar.RewindAsync("bottom");
        (WorkItem turn, WorkItem activity) = await worker.TurnAndActivityAsync();
        await worker.CompleteAsync(turn);
        await worker.CompleteAsync(activity, "\"mended\"");
        await worker.CompleteAsync(await worker.TurnAsync(), Actions.Complete(1, "\"by itself\""));
        await sidecar.EndOfAsync("bottom");

        await sidecar.RewindAsync("middle");

        WorkItem middle = await worker.TurnAsync();
        Assert.AreEqual("\"by itself\"", middle.OrchestratorRequest.NewEvents.Single(entry => entry.SubOrchestrationInstanceCompleted is not null).SubOrchestrationInstanceCompleted.Result);
    }

    [TestMethod]
    public async Task Rewind_ChildThatWasTerminated_BeginsAnew()
    {
        await using RunningSidecar sidecar = await RunningSidecar.StartAsync();
        await using ScriptedWorker worker = await sidecar.WorkerAsync();
        await sidecar.StartAsync("a");
        await worker.CompleteAsync(await worker.TurnAsync(), Actions.Child(0, "b", "Child", "7"));
        WorkItem child = await worker.TurnAsync();
        await worker.CompleteAsync(child, Actions.Complete(0, "\"stopped\"", OrchestrationStatus.Terminated));
        await worker.CompleteAsync(await worker.TurnAsync(), Actions.Fail(1, "stopped"));
        await sidecar.EndOfAsync("a");

        await sidecar.RewindAsync("a");

        WorkItem[] turns = [await worker.TurnAsync(), await worker.TurnAsync()];
        OrchestratorRequest again = turns.Single(turn => turn.OrchestratorRequest.InstanceId == "b").OrchestratorRequest;
        Assert.IsEmpty(again.PastEvents);
        Assert.AreEqual("7", again.NewEvents[1].ExecutionStarted.Input);
    }

    [TestMethod]
    [DataRow("rewind.before-commit", OrchestrationStatus.Failed)]
    [DataRow("rewind.after-commit", OrchestrationStatus.Running)]
    public async Task Rewind_KilledAround_LeavesAllGenerationsOrNone(string instant, OrchestrationStatus expected)
    {
        await using var folder = new TemporaryFolder();
        await using RunningSidecar sidecar = await RunningSidecar.StartAsync();
        await using (ScriptedWorker worker = await sidecar.WorkerAsync())
        {
            await FailThreeGenerationsAsync(sidecar, worker);
        }

        using (new HubImage(sidecar.Options.HubPath, instant, folder.Hub))
        {
            await sidecar.RewindAsync("top");
        }

        await using RunningSidecar revived = await RunningSidecar.StartAsync(change: options => options with { HubPath = folder.Hub });
        foreach (string id in (string[])["top", "middle", "bottom"])
        {
            Assert.AreEqual(expected, (await revived.StateOfAsync(id))!.OrchestrationStatus, id);
        }

        if (expected == OrchestrationStatus.Failed)
        {
            await revived.RewindAsync("top");
        }

        await using ScriptedWorker next = await revived.WorkerAsync(Filters.OnlyActivities("Breaks"));
        Assert.AreEqual("bottom", (await next.ActivityAsync()).ActivityRequest.OrchestrationInstance.InstanceId);
    }

    /// <summary>"top" has the children "sister", which completes, and "middle", which fails because its child "bottom" does.</summary>
    private static async Task FailThreeGenerationsAsync(RunningSidecar sidecar, ScriptedWorker worker)
    {
        await sidecar.StartAsync("top");
        await worker.CompleteAsync(await worker.TurnAsync(), Actions.Child(0, "sister", "Child"));
        await worker.CompleteAsync(await worker.TurnAsync(), Actions.Complete(0, "0"));
        await worker.CompleteAsync(await worker.TurnAsync(), Actions.Child(1, "middle", "Child"));
        await worker.CompleteAsync(await worker.TurnAsync(), Actions.Child(0, "bottom", "Child"));
        await worker.CompleteAsync(await worker.TurnAsync(), Actions.Call(0, "Breaks"));
        await worker.FailAsync(await worker.ActivityAsync(), "broken");
        for (int generation = 0; generation < 3; generation++)
        {
            await worker.CompleteAsync(await worker.TurnAsync(), Actions.Fail(generation == 2 ? 2 : 1, "broken"));
        }

        await sidecar.EndOfAsync("top");
    }
}
