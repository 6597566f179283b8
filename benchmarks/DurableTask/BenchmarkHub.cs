using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;
using Tapir.DurableTask.Client;
using Tapir.DurableTask.Sidecar;
using Tapir.DurableTask.Worker;
using Tapir.DurableTask.Worker.Grpc;

namespace Tapir.DurableTask.Benchmarks;

/// <summary>A hub in a temporary folder with one client and one worker.</summary>
internal sealed class BenchmarkHub : IAsyncDisposable
{
    private readonly DirectoryInfo folder;
    private readonly SidecarHost sidecar;
    private readonly IHost worker;

    private BenchmarkHub(DirectoryInfo folder, SidecarHost sidecar, IHost worker)
    {
        this.folder = folder;
        this.sidecar = sidecar;
        this.worker = worker;
    }

    public static async Task<BenchmarkHub> StartAsync()
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("tapir");
        SidecarOptions options = new() { HubPath = Path.Combine(folder.FullName, "hub.db"), UnixSocketPath = Path.Combine(folder.FullName, "s") };
        SidecarHost sidecar = await SidecarHost.StartAsync(options, NullLoggerFactory.Instance, TimeProvider.System, default);
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddLogging();
        builder.Services.AddDurableTaskClient(client => client.UseGrpc(sidecar.Address));
        builder.Services.AddDurableTaskWorker(worker => worker.AddTasks(Register).UseGrpc(sidecar.Address));
        IHost worker = builder.Build();
        await worker.StartAsync();
        return new(folder, sidecar, worker);
    }

    /// <summary>Starts some instances of an orchestrator at once and waits until all are done.</summary>
    public async Task<TimeSpan> TimeAsync(string orchestrator, int steps, int instances)
    {
        DurableTaskClient client = worker.Services.GetRequiredService<DurableTaskClient>();
        long start = Stopwatch.GetTimestamp();
        OrchestrationMetadata[] done = await Task.WhenAll(Enumerable.Range(0, instances).Select(async _ =>
        {
            string id = await client.ScheduleNewOrchestrationInstanceAsync(orchestrator, steps);
            return await client.WaitForInstanceCompletionAsync(id);
        }));
        TimeSpan elapsed = Stopwatch.GetElapsedTime(start);
        return done.All(instance => instance.RuntimeStatus == OrchestrationRuntimeStatus.Completed) ? elapsed : throw new InvalidOperationException($"{orchestrator} failed");
    }

    public async ValueTask DisposeAsync()
    {
        await worker.StopAsync();
        worker.Dispose();
        await sidecar.DisposeAsync();
        folder.Delete(recursive: true);
    }

    private static void Register(DurableTaskRegistry tasks) => tasks
        .AddActivityFunc<int, int>("next", (_, number) => number + 1)
        .AddOrchestratorFunc<int, int>("nothing", (_, _) => Task.FromResult(0))
        .AddOrchestratorFunc<int, int>("chain", async (context, steps) =>
        {
            int number = 0;
            while (number < steps)
            {
                number = await context.CallActivityAsync<int>("next", number);
            }

            return number;
        })
        .AddOrchestratorFunc<int, int>("fan", async (context, steps) =>
            (await Task.WhenAll(Enumerable.Range(0, steps).Select(number => context.CallActivityAsync<int>("next", number)))).Length);
}
