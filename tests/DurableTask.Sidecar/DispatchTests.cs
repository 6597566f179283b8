using Tapir.DurableTask.Protobuf;

namespace Tapir.DurableTask.Sidecar.Tests;

[TestClass]
public sealed class DispatchTests
{
    [TestMethod]
    public async Task GetWorkItems_WithFilters_GetsOnlyWhatItOffers()
    {
        await using RunningSidecar sidecar = await RunningSidecar.StartAsync();
        await using ScriptedWorker turns = await sidecar.WorkerAsync(Filters.OnlyTurns("work"));
        await using ScriptedWorker training = await sidecar.WorkerAsync(Filters.OnlyActivities("training.fit"));
        await using ScriptedWorker judging = await sidecar.WorkerAsync(Filters.OnlyActivities("judging.score"));
        await sidecar.StartAsync("a");

        await turns.CompleteAsync(await turns.TurnAsync(), Actions.Call(0, "judging.score"), Actions.Call(1, "training.fit"), Actions.Call(2, "nobody"));

        Assert.AreEqual(1, (await training.ActivityAsync()).ActivityRequest.TaskId);
        Assert.AreEqual(0, (await judging.ActivityAsync()).ActivityRequest.TaskId);
    }

    [TestMethod]
    public async Task GetWorkItems_WithVersions_GetsOnlyThose()
    {
        await using RunningSidecar sidecar = await RunningSidecar.StartAsync();
        var request = new GetWorkItemsRequest { WorkItemFilters = new WorkItemFilters() };
        request.WorkItemFilters.Orchestrations.Add(new OrchestrationFilter { Name = "Work", Versions = { "2" } });
        await using ScriptedWorker worker = await sidecar.WorkerAsync(request);

        await sidecar.Client.StartInstanceAsync(new CreateInstanceRequest { InstanceId = "one", Name = "Work", Version = "1" });
        await sidecar.Client.StartInstanceAsync(new CreateInstanceRequest { InstanceId = "two", Name = "Work", Version = "2" });

        Assert.AreEqual("two", (await worker.TurnAsync()).OrchestratorRequest.InstanceId);
    }

    [TestMethod]
    public async Task GetWorkItems_WithALimit_HoldsNoMoreThanThat()
    {
        await using RunningSidecar sidecar = await RunningSidecar.StartAsync();
        await using ScriptedWorker worker = await sidecar.WorkerAsync(new GetWorkItemsRequest { MaxConcurrentActivityWorkItems = 2 });
        await sidecar.StartAsync("a");
        await worker.CompleteAsync(await worker.TurnAsync(), Actions.Call(0, "A"), Actions.Call(1, "B"), Actions.Call(2, "C"));
        WorkItem first = await worker.ActivityAsync();
        await worker.ActivityAsync();

        // The third waits: another instance's turn, scheduled later, comes before it.
        await sidecar.StartAsync("b");
        Assert.AreEqual("b", (await worker.TurnAsync()).OrchestratorRequest.InstanceId);
        await worker.CompleteAsync(first, (string?)null);

        WorkItem[] next = [await worker.NextAsync(), await worker.NextAsync()];
        Assert.HasCount(1, next.Where(item => item.ActivityRequest?.Name == "C"));
    }

    [TestMethod]
    public async Task GetWorkItems_WhenIdle_SendsHealthPings()
    {
        var clock = new Microsoft.Extensions.Time.Testing.FakeTimeProvider();
        await using RunningSidecar sidecar = await RunningSidecar.StartAsync(clock);
        using var call = sidecar.Client.GetWorkItems(new GetWorkItemsRequest());
        await call.ResponseHeadersAsync;

        clock.Advance(TimeSpan.FromSeconds(30));

        Assert.IsTrue(await call.ResponseStream.MoveNext(CancellationToken.None));
        Assert.IsNotNull(call.ResponseStream.Current.HealthPing);
    }

    [TestMethod]
    public async Task GetWork_SomeInHandSomeWaiting_TellsWhoHasWhatAndWhatNobodyOffers()
    {
        await using RunningSidecar sidecar = await RunningSidecar.StartAsync();
        await using ScriptedWorker turns = await sidecar.WorkerAsync(Filters.OnlyTurns("Work"));
        GetWorkItemsRequest one = Filters.OnlyActivities("training.Fit");
        one.MaxConcurrentActivityWorkItems = 1;
        await using ScriptedWorker training = await sidecar.WorkerAsync(one);
        await sidecar.StartAsync("a");
        await turns.CompleteAsync(await turns.TurnAsync(), Actions.Call(0, "training.Fit"), Actions.Call(1, "training.Fit", new string('x', 10_000)), Actions.Call(2, "nobody.Does"));
        WorkItem first = await training.ActivityAsync();

        HubWork work = await sidecar.Hub.GetWorkAsync();

        Assert.HasCount(2, work.Workers);
        Assert.AreSequenceEqual([new WaitingWork("nobody.Does", IsActivity: true, 1, IsOffered: false), new WaitingWork("training.Fit", IsActivity: true, 1, IsOffered: true)], work.Waiting.ToArray());
        ConnectedWorker busy = work.Workers.Single(worker => worker.InHand.Count > 0);
        Assert.AreSequenceEqual(["training.Fit"], busy.Activities.ToArray());
        Assert.AreEqual(new WorkInHand("a", "training.Fit", 0), busy.InHand.Single());

        await training.CompleteAsync(first, (string?)null);
        Assert.AreEqual(1, (await training.ActivityAsync()).ActivityRequest.TaskId);
        work = await sidecar.Hub.GetWorkAsync();
        Assert.AreEqual(new WorkInHand("a", "training.Fit", 1), work.Workers.SelectMany(worker => worker.InHand).Single(item => item.TaskId is not null));
        Assert.AreSequenceEqual(["nobody.Does"], work.Waiting.Select(waiting => waiting.Name).ToArray());
    }
}
