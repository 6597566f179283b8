using Grpc.Core;
using Tapir.DurableTask.Protobuf;

namespace Tapir.DurableTask.Sidecar.Tests;

/// <summary>This hub has no entities, and says so wherever somebody asks for one.</summary>
[TestClass]
public sealed class EntityTests
{
    private static readonly Dictionary<string, Func<TaskHubSidecarService.TaskHubSidecarServiceClient, Task>> Calls = new()
    {
        ["SignalEntity"] = client => client.SignalEntityAsync(new SignalEntityRequest { InstanceId = "@a@b", Name = "add" }).ResponseAsync,
        ["GetEntity"] = client => client.GetEntityAsync(new GetEntityRequest { InstanceId = "@a@b" }).ResponseAsync,
        ["QueryEntities"] = client => client.QueryEntitiesAsync(new QueryEntitiesRequest { Query = new EntityQuery() }).ResponseAsync,
        ["CleanEntityStorage"] = client => client.CleanEntityStorageAsync(new CleanEntityStorageRequest()).ResponseAsync,
        ["CompleteEntityTask"] = client => client.CompleteEntityTaskAsync(new EntityBatchResult()).ResponseAsync,
        ["AbandonTaskEntityWorkItem"] = client => client.AbandonTaskEntityWorkItemAsync(new AbandonEntityTaskRequest()).ResponseAsync,
    };

    [TestMethod]
    public void Calls_HaveEveryRpcOfEntities()
    {
        string[] offered = [.. TaskHubSidecarService.Descriptor.Methods.Select(method => method.Name).Where(name => name.Contains("Entit", StringComparison.Ordinal))];

        CollectionAssert.AreEquivalent(offered, Calls.Keys);
    }

    [TestMethod]
    [DataRow("SignalEntity")]
    [DataRow("GetEntity")]
    [DataRow("QueryEntities")]
    [DataRow("CleanEntityStorage")]
    [DataRow("CompleteEntityTask")]
    [DataRow("AbandonTaskEntityWorkItem")]
    public async Task Entity_WhateverIsAsked_IsUnimplementedWithASentence(string rpc)
    {
        await using RunningSidecar sidecar = await RunningSidecar.StartAsync();

        RpcException refusal = await Assert.ThrowsExactlyAsync<RpcException>(() => Calls[rpc](sidecar.Client));

        Assert.AreEqual(StatusCode.Unimplemented, refusal.StatusCode);
        Assert.Contains("Entities: this task hub does not offer that. Keep the state in an orchestration", refusal.Status.Detail);
    }

    [TestMethod]
    public async Task Entity_MessageOfAnOrchestration_FailsItsTurnForGood()
    {
        await using RunningSidecar sidecar = await RunningSidecar.StartAsync();
        await using ScriptedWorker worker = await sidecar.WorkerAsync();
        await sidecar.StartAsync("a");
        var signal = new OrchestratorAction
        {
            Id = 0,
            SendEntityMessage = new SendEntityMessageAction { EntityOperationSignaled = new EntityOperationSignaledEvent { Operation = "add", TargetInstanceId = "@counter@b" } },
        };

        await worker.CompleteAsync(await worker.TurnAsync(), signal);

        OrchestrationState ended = await sidecar.EndOfAsync("a");
        Assert.AreEqual(OrchestrationStatus.Failed, ended.OrchestrationStatus);
        Assert.Contains("Entities", ended.FailureDetails.ErrorMessage);
    }
}
