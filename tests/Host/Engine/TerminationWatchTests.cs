using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;
using Tapir.DurableTask.Client;
using Tapir.DurableTask.Sidecar;
using Tapir.DurableTask.Worker;
using Tapir.Host.Engine;

namespace Tapir.Host.Tests.Engine;

/// <summary>Terminating an orchestration reaches the functions that run for it, on whichever worker.</summary>
[TestClass]
public sealed class TerminationWatchTests : IDisposable
{
    private const int Limit = 60_000;

    private readonly TemporaryFolder folder = new();
    private readonly TaskCompletionSource<string> begun = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource end = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public TestContext TestContext { get; set; } = null!;

    private CancellationToken Cancellation => TestContext.CancellationToken;

    public void Dispose() => folder.Dispose();

    [TestMethod]
    [Timeout(Limit, CooperativeCancellation = true)]
    public async Task WaitAsync_InstanceTerminatedRecursively_EndsForACallOfItsChild()
    {
        await using SidecarHost sidecar = await OpenAsync();
        await using ServiceProvider services = await WorkAsync(sidecar);
        DurableTaskClient client = services.GetRequiredService<DurableTaskClient>();
        string parent = await client.ScheduleNewOrchestrationInstanceAsync("parent", Cancellation);
        TerminationWatch watch = new(client, TimeProvider.System);
        string child = await begun.Task.WaitAsync(Cancellation);
        Task[] calls = [watch.WaitAsync(child, Cancellation), watch.WaitAsync(child, Cancellation)];

        await client.TerminateInstanceAsync(parent, new TerminateInstanceOptions("enough", Recursive: true), Cancellation);

        await Task.WhenAll(calls);
        Assert.AreNotEqual(parent, child);
        end.SetResult();
    }

    [TestMethod]
    [Timeout(Limit, CooperativeCancellation = true)]
    public async Task WaitAsync_InstanceCompletes_EndsOnlyWithTheCall()
    {
        await using SidecarHost sidecar = await OpenAsync();
        await using ServiceProvider services = await WorkAsync(sidecar);
        DurableTaskClient client = services.GetRequiredService<DurableTaskClient>();
        string id = await client.ScheduleNewOrchestrationInstanceAsync("child", Cancellation);
        await begun.Task.WaitAsync(Cancellation);
        using CancellationTokenSource over = new();
        Task call = new TerminationWatch(client, TimeProvider.System).WaitAsync(id, over.Token);

        end.SetResult();
        await client.WaitForInstanceCompletionAsync(id, Cancellation);
        Task first = await Task.WhenAny(call, Task.Delay(2 * TerminationWatch.Patience, Cancellation));

        Assert.AreNotSame(call, first);
        await over.CancelAsync();
        await Assert.ThrowsAsync<OperationCanceledException>(() => call);
    }

    private Task<SidecarHost> OpenAsync() => SidecarHost.StartAsync(
        new SidecarOptions { HubPath = folder.File("hub.db"), UnixSocketPath = folder.File("s") }, NullLoggerFactory.Instance, TimeProvider.System, Cancellation);

    private async Task<ServiceProvider> WorkAsync(SidecarHost sidecar)
    {
        ServiceCollection services = new();
        services.AddLogging();
        services.AddDurableTaskClient(client => client.UseGrpc(sidecar.Address));
        services.AddDurableTaskWorker(worker => worker.UseGrpc(sidecar.Address).AddTasks(tasks => tasks
            .AddOrchestratorFunc("parent", context => context.CallSubOrchestratorAsync<bool>("child"))
            .AddOrchestratorFunc("child", context => context.CallActivityAsync<bool>("slow"))
            .AddActivityFunc("slow", async context =>
            {
                begun.TrySetResult(context.InstanceId);
                await end.Task;
                return true;
            })));
        ServiceProvider provider = services.BuildServiceProvider();
        foreach (IHostedService worker in provider.GetServices<IHostedService>())
        {
            await worker.StartAsync(Cancellation);
        }

        return provider;
    }
}
