using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Tapir.DurableTask.Client;
using Tapir.DurableTask.Worker;

namespace Tapir.DurableTask.Benchmarks;

/// <summary>A hub in a temporary folder: the sidecar in a process of its own, one client and one worker in this one.</summary>
internal sealed class BenchmarkHub : IAsyncDisposable
{
    private const int MostStartsAtOnce = 500;

    private readonly DirectoryInfo folder;
    private readonly IHost worker;

    private BenchmarkHub(DirectoryInfo folder, SidecarProcess sidecar, IHost worker)
    {
        this.folder = folder;
        this.worker = worker;
        Sidecar = sidecar;
    }

    public SidecarProcess Sidecar { get; }

    public DurableTaskClient Client => worker.Services.GetRequiredService<DurableTaskClient>();

    public static async Task<BenchmarkHub> StartAsync()
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("tapir");
        SidecarProcess sidecar = await SidecarProcess.StartAsync(folder.FullName);
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddLogging();
        builder.Services.AddDurableTaskClient(client => client.UseGrpc(sidecar.Address));
        builder.Services.AddDurableTaskWorker(worker => worker.AddTasks(Workload.Register).UseGrpc(sidecar.Address));
        IHost worker = builder.Build();
        await worker.StartAsync();
        return new(folder, sidecar, worker);
    }

    /// <summary>Starts instances of an orchestrator side by side and waits until all are done.</summary>
    public async Task<TimeSpan> TimeAsync(string orchestrator, int steps, int instances)
    {
        long start = Stopwatch.GetTimestamp();
        using SemaphoreSlim places = new(MostStartsAtOnce);
        await Task.WhenAll(Enumerable.Range(0, instances).Select(async _ =>
        {
            await places.WaitAsync();
            try
            {
                string id = await Client.ScheduleNewOrchestrationInstanceAsync(orchestrator, steps);
                OrchestrationMetadata done = await Client.WaitForInstanceCompletionAsync(id);
                if (done.RuntimeStatus != OrchestrationRuntimeStatus.Completed)
                {
                    throw new InvalidOperationException($"{orchestrator} ended as {done.RuntimeStatus}.");
                }
            }
            finally
            {
                places.Release();
            }
        }));
        return Stopwatch.GetElapsedTime(start);
    }

    public async ValueTask DisposeAsync()
    {
        await worker.StopAsync();
        worker.Dispose();
        await Sidecar.DisposeAsync();
        folder.Delete(recursive: true);
    }
}
