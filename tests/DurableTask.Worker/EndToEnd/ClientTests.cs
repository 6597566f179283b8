using Microsoft.Extensions.Hosting;
using Tapir.DurableTask.Client;

namespace Tapir.DurableTask.Worker.Tests.EndToEnd;

/// <summary>What a client and filtered workers may ask of a real sidecar.</summary>
[TestClass]
public sealed class ClientTests
{
    private const int Limit = 60_000;

    public TestContext TestContext { get; set; } = null!;

    private CancellationToken Cancellation => TestContext.CancellationToken;

    [TestMethod]
    [Timeout(Limit, CooperativeCancellation = true)]
    public async Task Workers_WithFilters_EachGetTheirOwn()
    {
        await using House house = await House.OpenAsync(Cancellation);
        using IHost orchestrating = await house.StartWorkerAsync(
            tasks => tasks.AddOrchestratorFunc("split", async context =>
                await context.CallActivityAsync<string>("left") + await context.CallActivityAsync<string>("right")),
            Cancellation,
            worker => worker.UseWorkItemFilters());
        using IHost left = await house.StartWorkerAsync(tasks => tasks.AddActivityFunc("left", _ => "l"), Cancellation, worker => worker.UseWorkItemFilters());
        using IHost right = await house.StartWorkerAsync(tasks => tasks.AddActivityFunc("right", _ => "r"), Cancellation, worker => worker.UseWorkItemFilters());

        OrchestrationMetadata done = await house.RunAsync("split", null, Cancellation);

        Assert.AreEqual("lr", done.ReadOutputAs<string>());
        await Task.WhenAll(orchestrating.StopAsync(Cancellation), left.StopAsync(Cancellation), right.StopAsync(Cancellation));
    }

    [TestMethod]
    [Timeout(Limit, CooperativeCancellation = true)]
    public async Task Client_UnknownAndTakenIds_AreAnsweredPlainly()
    {
        await using House house = await House.OpenAsync(Cancellation);
        await house.Client.ScheduleNewOrchestrationInstanceAsync("never", new StartOrchestrationOptions("mine"), Cancellation);

        Assert.IsNull(await house.Client.GetInstanceAsync("unknown", Cancellation));
        await Assert.ThrowsExactlyAsync<OrchestrationAlreadyExistsException>(
            () => house.Client.ScheduleNewOrchestrationInstanceAsync("never", new StartOrchestrationOptions("mine"), Cancellation));
        await Assert.ThrowsExactlyAsync<ArgumentException>(() => house.Client.RestartAsync("unknown", cancellation: Cancellation));
        await Assert.ThrowsExactlyAsync<ArgumentException>(() => house.Client.GetOrchestrationHistoryAsync("unknown", Cancellation));
    }

    [TestMethod]
    [Timeout(Limit, CooperativeCancellation = true)]
    public async Task Client_QueriesPurgeAndTermination_Work()
    {
        await using House house = await House.OpenAsync(Cancellation);
        using IHost worker = await house.StartWorkerAsync(
            tasks => tasks
                .AddOrchestratorFunc("quick", _ => 1)
                .AddOrchestratorFunc("endless", context => context.WaitForExternalEvent<int>("never")),
            Cancellation);
        for (int i = 0; i < 5; i++)
        {
            await house.RunAsync("quick", null, Cancellation);
        }

        string endless = await house.Client.ScheduleNewOrchestrationInstanceAsync("endless", Cancellation);
        await house.Client.TerminateInstanceAsync(endless, "enough", Cancellation);
        OrchestrationMetadata ended = await house.Client.WaitForInstanceCompletionAsync(endless, getInputsAndOutputs: true, Cancellation);
        Assert.AreEqual(OrchestrationRuntimeStatus.Terminated, ended.RuntimeStatus);
        Assert.AreEqual("enough", ended.ReadOutputAs<string>());

        List<OrchestrationMetadata> completed = [];
        await foreach (OrchestrationMetadata instance in house.Client.GetAllInstancesAsync(new(Statuses: [OrchestrationRuntimeStatus.Completed], PageSize: 2)).WithCancellation(Cancellation))
        {
            completed.Add(instance);
        }

        Assert.HasCount(5, completed);
        Assert.AreEqual(5, (await house.Client.PurgeAllInstancesAsync(new(Statuses: [OrchestrationRuntimeStatus.Completed]), Cancellation)).PurgedInstanceCount);
        Assert.IsNull(await house.Client.GetInstanceAsync(completed[0].InstanceId, Cancellation));
        await worker.StopAsync(Cancellation);
    }
}
