using System.Reflection;
using Grpc.Core;
using Tapir.DurableTask.Protobuf;
using Tapir.DurableTask.Sidecar.Grpc;

namespace Tapir.DurableTask.Sidecar.Tests;

/// <summary>Corners of the protocol that other SDKs and services use.</summary>
[TestClass]
public sealed class ProtocolTests
{
    /// <summary>What the SDK's packages for the managed service send with every call.</summary>
    private static readonly Metadata ManagedHeaders = new()
    {
        { "taskhub", "another" }, { "workerid", "machine,1,2c5f" }, { "x-user-agent", "durabletask-dotnet/1.25.0" }, { "authorization", "Bearer abc" },
    };

    [TestMethod]
    public async Task Calls_WithTheHeadersOfTheManagedService_AreServed()
    {
        await using RunningSidecar sidecar = await RunningSidecar.StartAsync();
        await using ScriptedWorker worker = await ScriptedWorker.ConnectAsync(sidecar.Connect(), new GetWorkItemsRequest(), ManagedHeaders);
        await sidecar.Client.StartInstanceAsync(new CreateInstanceRequest { InstanceId = "a", Name = "Work" }, ManagedHeaders);

        WorkItem turn = await worker.TurnAsync();
        await worker.Client.CompleteOrchestratorTaskAsync(ScriptedWorker.Response(turn, Actions.Complete(0, "1")), ManagedHeaders);

        GetInstanceResponse found = await sidecar.Client.WaitForInstanceCompletionAsync(new GetInstanceRequest { InstanceId = "a", GetInputsAndOutputs = true }, ManagedHeaders);
        Assert.AreEqual("1", found.OrchestrationState.Output);
    }

    [TestMethod]
    public async Task GetWorkItems_WithCapabilitiesUnknownHere_GetsWork()
    {
        await using RunningSidecar sidecar = await RunningSidecar.StartAsync();
        await using ScriptedWorker worker = await sidecar.WorkerAsync(
            new GetWorkItemsRequest { Capabilities = { WorkerCapability.Unspecified, WorkerCapability.ScheduledTasks, WorkerCapability.LargePayloads, (WorkerCapability)99 } });

        await sidecar.StartAsync("a");

        Assert.AreEqual("a", (await worker.TurnAsync()).OrchestratorRequest.InstanceId);
    }

    [TestMethod]
    public void Service_HasAnAnswerOfItsOwnForEveryRpc()
    {
        string[] answered = [.. typeof(TaskHubService).GetMethods(BindingFlags.Instance | BindingFlags.Public | BindingFlags.DeclaredOnly).Select(method => method.Name)];

        Assert.IsEmpty(TaskHubSidecarService.Descriptor.Methods.Select(method => method.Name).Except(answered));
    }

    [TestMethod]
    public async Task CreateTaskHub_ThatIsThere_IsAnsweredAndKeepsIt()
    {
        await using RunningSidecar sidecar = await RunningSidecar.StartAsync();
        await sidecar.StartAsync("a");

        await sidecar.Client.CreateTaskHubAsync(new CreateTaskHubRequest());

        Assert.IsNotNull(await sidecar.StateOfAsync("a"));
    }

    [TestMethod]
    public async Task TaskHub_WhatWouldEmptyIt_IsRefusedWithASentence()
    {
        await using RunningSidecar sidecar = await RunningSidecar.StartAsync();
        await sidecar.StartAsync("a");

        RpcException recreate = await Assert.ThrowsExactlyAsync<RpcException>(() => sidecar.Client.CreateTaskHubAsync(new CreateTaskHubRequest { RecreateIfExists = true }).ResponseAsync);
        RpcException delete = await Assert.ThrowsExactlyAsync<RpcException>(() => sidecar.Client.DeleteTaskHubAsync(new DeleteTaskHubRequest()).ResponseAsync);

        foreach (RpcException refusal in (RpcException[])[recreate, delete])
        {
            Assert.AreEqual(StatusCode.FailedPrecondition, refusal.StatusCode);
            Assert.Contains("Stop the sidecar and remove its file", refusal.Status.Detail);
        }

        Assert.IsNotNull(await sidecar.StateOfAsync("a"));
    }

    [TestMethod]
    public async Task SkipGracefulOrchestrationTerminations_IsUnimplementedWithASentence()
    {
        await using RunningSidecar sidecar = await RunningSidecar.StartAsync();

        RpcException refusal = await Assert.ThrowsExactlyAsync<RpcException>(
            () => sidecar.Client.SkipGracefulOrchestrationTerminationsAsync(new SkipGracefulOrchestrationTerminationsRequest()).ResponseAsync);

        Assert.AreEqual(StatusCode.Unimplemented, refusal.StatusCode);
        Assert.Contains("Terminate the instances one by one", refusal.Status.Detail);
    }
}
