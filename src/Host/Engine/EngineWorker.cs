using Grpc.Net.Client;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Tapir.Functions;
using Tapir.Host.Settings;
using Tapir.Orchestrations.Backups;
using Tapir.Orchestrations.Distilling;
using Tapir.Orchestrations.Notifying;
using Tapir.Orchestrations.Preference;
using Tapir.Orchestrations.Scheduling;

namespace Tapir.Host.Engine;

/// <summary>A worker in this process: it replays the orchestrations and runs the functions.</summary>
internal sealed class EngineWorker : IAsyncDisposable
{
    private static readonly TimeSpan DrainTime = TimeSpan.FromSeconds(5);

    private readonly ServiceProvider services;
    private readonly CancellationTokenSource stopping;
    private readonly IHostedService[] workers;

    private EngineWorker(ServiceProvider services, CancellationTokenSource stopping)
    {
        this.services = services;
        this.stopping = stopping;
        workers = [.. services.GetServices<IHostedService>()];
    }

    /// <param name="offer">What it is given to do.</param>
    /// <param name="stopping">Cancelled when the worker stops, so that the functions that run give up.</param>
    public static async Task<EngineWorker> StartAsync(
        FunctionRunner runner, GrpcChannel channel, WorkerOffer offer, DurableTaskSettings settings, CancellationTokenSource stopping, ILoggerFactory loggers, CancellationToken cancellation)
    {
        ServiceCollection collection = new();
        collection.AddLogging();
        collection.Replace(ServiceDescriptor.Singleton(_ => loggers));
        collection.AddDurableTaskWorker(worker =>
        {
            worker.AddTasks(tasks =>
            {
                if (offer.HasRuns)
                {
                    tasks.AddOrchestrator<Distillation>();
                    tasks.AddOrchestrator<CurriculumRound>();
                    tasks.AddOrchestrator<PreferenceTuning>();
                    tasks.AddOrchestrator<Notification>();
                }

                if (offer.HasSchedules)
                {
                    tasks.AddOrchestrator<ScheduleOrchestrator>();
                }

                if (offer.HasBackups)
                {
                    tasks.AddOrchestrator<BackupOrchestrator>();
                }

                runner.Register(tasks, offer.Takes);
            });
            worker.Configure(options =>
            {
                options.DataConverter = FunctionJson.Converter;
                options.Concurrency.MaximumConcurrentActivityWorkItems = settings.MaxConcurrentActivityFunctions;
                options.Concurrency.MaximumConcurrentOrchestrationWorkItems = settings.MaxConcurrentOrchestratorFunctions;
            });
            // A worker without filters would be given schedules too, and fail what it does not know.
            worker.UseWorkItemFilters();
            worker.UseGrpc(channel);
        });
        EngineWorker started = new(collection.BuildServiceProvider(), stopping);
        foreach (IHostedService worker in started.workers)
        {
            await worker.StartAsync(cancellation);
        }

        return started;
    }

    public async ValueTask DisposeAsync()
    {
        using CancellationTokenSource drain = new(DrainTime);
        // The worker first: a function that gives up while its worker stops is handed back, any other has failed.
        Task stopped = Task.WhenAll(workers.Select(worker => worker.StopAsync(drain.Token)));
        await stopping.CancelAsync();
        await stopped;
        await services.DisposeAsync();
    }
}
