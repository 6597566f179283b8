using Grpc.Core;
using Tapir.DurableTask.Protobuf;

namespace Tapir.DurableTask.Sidecar.Tests;

[TestClass]
public sealed class InstanceTests
{
    [TestMethod]
    public async Task Wait_ThatHasItsAnswerOrIsGivenUp_LeavesNothingBehind()
    {
        await using RunningSidecar sidecar = await RunningSidecar.StartAsync();
        await sidecar.RunToEndAsync("done");
        await sidecar.StartAsync("waiting");

        await sidecar.EndOfAsync("done");
        await Assert.ThrowsExactlyAsync<RpcException>(() =>
            sidecar.Client.WaitForInstanceCompletionAsync(new GetInstanceRequest { InstanceId = "waiting" }, deadline: DateTime.UtcNow.AddMilliseconds(200)).ResponseAsync);

        // The server learns of a caller that is gone a moment after it.
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (sidecar.Hub.Watch.Count > 0)
        {
            deadline.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }

    [TestMethod]
    public async Task StartInstance_WithAnIdInUse_IsAlreadyExistsWhateverItsState()
    {
        await using RunningSidecar sidecar = await RunningSidecar.StartAsync();
        await sidecar.StartAsync("running");
        await sidecar.RunToEndAsync("finished");

        foreach (string id in new[] { "running", "finished" })
        {
            RpcException refusal = await Assert.ThrowsExactlyAsync<RpcException>(() => sidecar.StartAsync(id));
            Assert.AreEqual(StatusCode.AlreadyExists, refusal.StatusCode);
            Assert.Contains(id, refusal.Status.Detail);
        }
    }

    [TestMethod]
    public async Task StartInstance_WithAReusePolicy_ReplacesTheNamedStates()
    {
        await using RunningSidecar sidecar = await RunningSidecar.StartAsync();
        await sidecar.RunToEndAsync("a");
        var policy = new OrchestrationIdReusePolicy { ReplaceableStatus = { OrchestrationStatus.Completed } };

        await sidecar.Client.StartInstanceAsync(new CreateInstanceRequest { InstanceId = "a", Name = "Work", OrchestrationIdReusePolicy = policy });
        Assert.AreEqual(OrchestrationStatus.Pending, (await sidecar.StateOfAsync("a"))!.OrchestrationStatus);
        RpcException refusal = await Assert.ThrowsExactlyAsync<RpcException>(() =>
            sidecar.Client.StartInstanceAsync(new CreateInstanceRequest { InstanceId = "a", Name = "Work", OrchestrationIdReusePolicy = policy }).ResponseAsync);

        Assert.AreEqual(StatusCode.AlreadyExists, refusal.StatusCode);
    }

    [TestMethod]
    [DataRow("@entity@key")]
    [DataRow(null)]
    public async Task StartInstance_WithAnImpossibleId_IsInvalidArgument(string? id)
    {
        await using RunningSidecar sidecar = await RunningSidecar.StartAsync();

        RpcException refusal = await Assert.ThrowsExactlyAsync<RpcException>(() => sidecar.StartAsync(id ?? new string('x', 10_000)));

        Assert.AreEqual(StatusCode.InvalidArgument, refusal.StatusCode);
    }

    [TestMethod]
    public async Task GetInstance_Unknown_DoesNotExist()
    {
        await using RunningSidecar sidecar = await RunningSidecar.StartAsync();

        Assert.IsFalse((await sidecar.Client.GetInstanceAsync(new GetInstanceRequest { InstanceId = "ghost" })).Exists);
    }

    [TestMethod]
    public async Task WaitForInstanceStart_ReturnsOnceTheFirstTurnIsCommitted()
    {
        await using RunningSidecar sidecar = await RunningSidecar.StartAsync();
        await using ScriptedWorker worker = await sidecar.WorkerAsync();
        await sidecar.StartAsync("a");
        Task<GetInstanceResponse> wait = sidecar.Client.WaitForInstanceStartAsync(new GetInstanceRequest { InstanceId = "a" }).ResponseAsync;

        await worker.CompleteAsync(await worker.TurnAsync());

        Assert.AreEqual(OrchestrationStatus.Running, (await wait).OrchestrationState.OrchestrationStatus);
    }

    [TestMethod]
    public async Task QueryInstances_ByStatusAndPrefix_ComesInPages()
    {
        await using RunningSidecar sidecar = await RunningSidecar.StartAsync();
        foreach (string id in new[] { "x-1", "x-2", "y-1", "x-3" })
        {
            await sidecar.StartAsync(id);
        }

        await sidecar.RunToEndAsync("x-9");
        var query = new InstanceQuery { MaxInstanceCount = 2, InstanceIdPrefix = "x-", RuntimeStatus = { OrchestrationStatus.Pending } };
        QueryInstancesResponse first = await sidecar.Client.QueryInstancesAsync(new QueryInstancesRequest { Query = query });
        query.ContinuationToken = first.ContinuationToken;
        QueryInstancesResponse second = await sidecar.Client.QueryInstancesAsync(new QueryInstancesRequest { Query = query });

        CollectionAssert.AreEqual(new[] { "x-1", "x-2" }, first.OrchestrationState.Select(state => state.InstanceId).ToArray());
        CollectionAssert.AreEqual(new[] { "x-3" }, second.OrchestrationState.Select(state => state.InstanceId).ToArray());
        Assert.IsNull(second.ContinuationToken);
    }

    [TestMethod]
    public async Task ListInstanceIds_GoesOnAfterTheLastKey()
    {
        await using RunningSidecar sidecar = await RunningSidecar.StartAsync();
        await sidecar.StartAsync("a");
        await sidecar.StartAsync("b");

        ListInstanceIdsResponse first = await sidecar.Client.ListInstanceIdsAsync(new ListInstanceIdsRequest { PageSize = 1, LastInstanceKey = "" });
        ListInstanceIdsResponse second = await sidecar.Client.ListInstanceIdsAsync(new ListInstanceIdsRequest { PageSize = 1, LastInstanceKey = first.LastInstanceKey });

        Assert.AreEqual("a", first.InstanceIds.Single());
        Assert.AreEqual("b", second.InstanceIds.Single());
        Assert.IsNull(second.LastInstanceKey);
    }

    [TestMethod]
    public async Task Purge_OfARunningInstance_IsRefused()
    {
        await using RunningSidecar sidecar = await RunningSidecar.StartAsync();
        await sidecar.StartAsync("a");

        RpcException refusal = await Assert.ThrowsExactlyAsync<RpcException>(() =>
            sidecar.Client.PurgeInstancesAsync(new PurgeInstancesRequest { InstanceId = "a" }).ResponseAsync);

        Assert.AreEqual(StatusCode.FailedPrecondition, refusal.StatusCode);
        Assert.IsNotNull(await sidecar.StateOfAsync("a"));
    }

    [TestMethod]
    public async Task Purge_OfABatch_TakesThoseThatThereAre()
    {
        await using RunningSidecar sidecar = await RunningSidecar.StartAsync();
        await sidecar.RunToEndAsync("a");
        await sidecar.RunToEndAsync("b");

        PurgeInstancesResponse none = await sidecar.Client.PurgeInstancesAsync(new PurgeInstancesRequest { InstanceId = "nobody" });
        PurgeInstancesResponse both = await sidecar.Client.PurgeInstancesAsync(new PurgeInstancesRequest { InstanceBatch = new InstanceBatch { InstanceIds = { "a", "nobody", "b" } } });

        Assert.AreEqual(0, none.DeletedInstanceCount);
        Assert.AreEqual(2, both.DeletedInstanceCount);
        Assert.IsNull(await sidecar.StateOfAsync("a"));
    }

    [TestMethod]
    public async Task GetInstance_WithoutInputsAndOutputs_LeavesOutAllPayloads()
    {
        await using RunningSidecar sidecar = await RunningSidecar.StartAsync();
        await using ScriptedWorker worker = await sidecar.WorkerAsync();
        await sidecar.StartAsync("a", input: "1");
        OrchestratorResponse answer = ScriptedWorker.Response(await worker.TurnAsync(), Actions.Fail(0, "\"no\""));
        answer.CustomStatus = "\"red\"";
        await worker.Client.CompleteOrchestratorTaskAsync(answer);

        OrchestrationState bare = (await sidecar.Client.WaitForInstanceCompletionAsync(new GetInstanceRequest { InstanceId = "a" })).OrchestrationState;
        OrchestrationState whole = await sidecar.EndOfAsync("a");

        Assert.AreEqual(OrchestrationStatus.Failed, bare.OrchestrationStatus);
        Assert.IsNull(bare.Input ?? bare.Output ?? bare.CustomStatus ?? bare.FailureDetails?.ErrorMessage);
        Assert.AreEqual("1", whole.Input);
        Assert.AreEqual("\"no\"", whole.Output);
        Assert.AreEqual("\"red\"", whole.CustomStatus);
        Assert.IsNotNull(whole.FailureDetails);
    }

    [TestMethod]
    public async Task Purge_Recursively_TakesTheChildrenToo()
    {
        await using RunningSidecar sidecar = await RunningSidecar.StartAsync();
        await using (ScriptedWorker worker = await sidecar.WorkerAsync())
        {
            await sidecar.StartAsync("a");
            await worker.CompleteAsync(await worker.TurnAsync(), Actions.Child(0, "b", "Work"));
            await worker.CompleteAsync(await worker.TurnAsync(), Actions.Complete(0, null));
            await worker.CompleteAsync(await worker.TurnAsync(), Actions.Complete(1, null));
        }

        PurgeInstancesResponse purged = await sidecar.Client.PurgeInstancesAsync(new PurgeInstancesRequest { InstanceId = "a", Recursive = true });

        Assert.AreEqual(2, purged.DeletedInstanceCount);
        Assert.IsNull(await sidecar.StateOfAsync("b"));
    }

    [TestMethod]
    public async Task Purge_ByFilter_LeavesWhatStillRuns()
    {
        await using RunningSidecar sidecar = await RunningSidecar.StartAsync();
        await sidecar.RunToEndAsync("done");
        await sidecar.StartAsync("running");

        PurgeInstancesResponse purged = await sidecar.Client.PurgeInstancesAsync(new PurgeInstancesRequest { PurgeInstanceFilter = new PurgeInstanceFilter() });

        Assert.AreEqual(1, purged.DeletedInstanceCount);
        Assert.IsTrue(purged.IsComplete);
        Assert.IsNotNull(await sidecar.StateOfAsync("running"));
    }

    [TestMethod]
    public async Task Purge_ByFilterAndRecursively_LeavesAFamilyInWhichAChildStillRuns()
    {
        await using RunningSidecar sidecar = await RunningSidecar.StartAsync();
        await using (ScriptedWorker worker = await sidecar.WorkerAsync())
        {
            await sidecar.StartAsync("parent");
            await worker.CompleteAsync(await worker.TurnAsync(), Actions.Child(0, "child", "Work"), Actions.Complete(1, null));
            await worker.CompleteAsync(await worker.TurnAsync());
            await sidecar.EndOfAsync("parent");
        }

        await sidecar.RunToEndAsync("other");

        PurgeInstancesResponse purged = await sidecar.Client.PurgeInstancesAsync(
            new PurgeInstancesRequest { PurgeInstanceFilter = new PurgeInstanceFilter(), Recursive = true });

        Assert.AreEqual(1, purged.DeletedInstanceCount);
        Assert.IsNull(await sidecar.StateOfAsync("other"));
        Assert.IsNotNull(await sidecar.StateOfAsync("parent"));
        Assert.AreEqual(OrchestrationStatus.Running, (await sidecar.StateOfAsync("child"))!.OrchestrationStatus);
    }

    [TestMethod]
    public async Task Restart_OfAFinishedInstance_RunsItsInputAgain()
    {
        await using RunningSidecar sidecar = await RunningSidecar.StartAsync();
        await sidecar.RunToEndAsync("a", input: "42");

        RestartInstanceResponse again = await sidecar.Client.RestartInstanceAsync(new RestartInstanceRequest { InstanceId = "a", RestartWithNewInstanceId = true });

        OrchestrationState? state = await sidecar.StateOfAsync(again.InstanceId);
        Assert.AreNotEqual("a", again.InstanceId);
        Assert.AreEqual("42", state!.Input);
        Assert.AreEqual(OrchestrationStatus.Pending, state.OrchestrationStatus);
    }
}
