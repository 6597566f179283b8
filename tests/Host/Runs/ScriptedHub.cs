using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;
using Tapir.DurableTask;
using Tapir.DurableTask.Client;
using Tapir.DurableTask.Client.Grpc;
using Tapir.DurableTask.Sidecar;
using Tapir.DurableTask.Worker;
using Tapir.Functions;
using Tapir.Orchestrations.Distilling;

namespace Tapir.Host.Tests.Runs;

/// <summary>A real task hub with a worker whose orchestrations stand, end or fail as a test asks.</summary>
internal sealed class ScriptedHub : IAsyncDisposable
{
    private readonly TemporaryFolder folder;
    private readonly SidecarHost sidecar;
    private readonly IHost worker;

    private ScriptedHub(TemporaryFolder folder, SidecarHost sidecar, IHost worker)
    {
        this.folder = folder;
        this.sidecar = sidecar;
        this.worker = worker;
        Client = new GrpcDurableTaskClient(
            "test", new GrpcDurableTaskClientOptions { Address = sidecar.Address, DataConverter = FunctionJson.Converter }, NullLogger.Instance);
    }

    public DurableTaskClient Client { get; }

    public static async Task<ScriptedHub> OpenAsync()
    {
        TemporaryFolder folder = new();
        SidecarHost sidecar = await SidecarHost.StartAsync(
            new SidecarOptions { HubPath = folder.File("hub.db"), UnixSocketPath = folder.File("s") }, NullLoggerFactory.Instance, TimeProvider.System, CancellationToken.None);
        HostApplicationBuilder builder = Microsoft.Extensions.Hosting.Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddDurableTaskWorker(worker => worker.AddTasks(AddTasks).Configure(options => options.DataConverter = FunctionJson.Converter).UseGrpc(sidecar.Address));
        IHost host = builder.Build();
        await host.StartAsync();
        return new ScriptedHub(folder, sidecar, host);
    }

    /// <summary>Has an orchestration publish where it stands, and wait there.</summary>
    public async Task StandAsync(string instance, OrchestrationProgress progress)
    {
        await Client.ScheduleNewOrchestrationInstanceAsync("stand", progress, new StartOrchestrationOptions(instance));
        await Client.WaitForInstanceStartAsync(instance, CancellationToken.None);
    }

    public async Task EndAsync(string instance, DistillationOutcome outcome)
    {
        await Client.ScheduleNewOrchestrationInstanceAsync("end", outcome, new StartOrchestrationOptions(instance));
        await Client.WaitForInstanceCompletionAsync(instance, CancellationToken.None);
    }

    /// <summary>Has an orchestration fail because a part of it did.</summary>
    public async Task FailAsync(string instance, string reason)
    {
        await Client.ScheduleNewOrchestrationInstanceAsync("fail", reason, new StartOrchestrationOptions(instance));
        await Client.WaitForInstanceCompletionAsync(instance, CancellationToken.None);
    }

    public async ValueTask DisposeAsync()
    {
        await Client.DisposeAsync();
        await worker.StopAsync();
        worker.Dispose();
        await sidecar.DisposeAsync();
        folder.Dispose();
    }

    private static void AddTasks(DurableTaskRegistry tasks) => tasks
        .AddOrchestratorFunc<OrchestrationProgress>("stand", async (context, progress) =>
        {
            context.SetCustomStatus(progress);
            await context.WaitForExternalEvent<string>("never");
        })
        .AddOrchestratorFunc<DistillationOutcome, DistillationOutcome>("end", (context, outcome) =>
        {
            context.SetCustomStatus(new OrchestrationProgress("done") { Rounds = outcome.Rounds });
            return outcome;
        })
        .AddOrchestratorFunc<string>("fail", (context, reason) => context.CallSubOrchestratorAsync("fault", reason))
        .AddOrchestratorFunc<string>("fault", (context, reason) => throw new InvalidOperationException(reason));
}
