using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Tapir.DurableTask.Client;
using Tapir.DurableTask.Sidecar;
using Tapir.DurableTask.Worker.Grpc;

namespace Tapir.DurableTask.Worker.Tests.EndToEnd;

/// <summary>A real sidecar in a temporary folder, with a client and any number of workers.</summary>
internal sealed class House : IAsyncDisposable
{
    private readonly string folder;
    private readonly SidecarOptions options;
    private readonly TimeProvider clock;
    private SidecarHost sidecar;
    private readonly ServiceProvider services;

    private House(string folder, SidecarOptions options, TimeProvider clock, SidecarHost sidecar)
    {
        this.folder = folder;
        this.options = options;
        this.clock = clock;
        this.sidecar = sidecar;
        ServiceCollection services = new();
        services.AddLogging();
        services.AddDurableTaskClient(client => client.UseGrpc(sidecar.Address));
        this.services = services.BuildServiceProvider();
    }

    public DurableTaskClient Client => services.GetRequiredService<DurableTaskClient>();

    public string Address => sidecar.Address;

    public TaskHub Hub => sidecar.Hub;

    public static async Task<House> OpenAsync(CancellationToken cancellation, TimeProvider? clock = null, bool overTcp = false)
    {
        string folder = Directory.CreateTempSubdirectory("tapir").FullName;
        SidecarOptions options = new()
        {
            HubPath = Path.Combine(folder, "hub.db"),
            UnixSocketPath = overTcp ? null : Path.Combine(folder, "s"),
            LivenessInterval = TimeSpan.FromSeconds(1),
        };
        clock ??= TimeProvider.System;
        return new(folder, options, clock, await SidecarHost.StartAsync(options, NullLoggerFactory.Instance, clock, cancellation));
    }

    /// <summary>Stops the sidecar and starts another on the same hub and socket.</summary>
    public async Task RestartSidecarAsync(CancellationToken cancellation)
    {
        await sidecar.DisposeAsync();
        sidecar = await SidecarHost.StartAsync(options, NullLoggerFactory.Instance, clock, cancellation);
    }

    public async Task<IHost> StartWorkerAsync(
        Action<DurableTaskRegistry> tasks, CancellationToken cancellation, Action<IDurableTaskWorkerBuilder>? configure = null, Action<IServiceCollection>? services = null)
    {
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Logging.AddProvider(NullLoggerProvider.Instance);
        services?.Invoke(builder.Services);
        builder.Services.AddDurableTaskWorker(worker =>
        {
            worker.AddTasks(tasks).UseGrpc(Address);
            worker.Services.Configure<GrpcDurableTaskWorkerOptions>(options => options.ReconnectBackoffBase = TimeSpan.FromMilliseconds(20));
            configure?.Invoke(worker);
        });
        IHost host = builder.Build();
        await host.StartAsync(cancellation);
        return host;
    }

    /// <summary>Starts an orchestration and waits for its end.</summary>
    public async Task<OrchestrationMetadata> RunAsync(string orchestrator, object? input, CancellationToken cancellation)
    {
        string id = await Client.ScheduleNewOrchestrationInstanceAsync(orchestrator, input, cancellation);
        return await Client.WaitForInstanceCompletionAsync(id, getInputsAndOutputs: true, cancellation);
    }

    /// <summary>Waits until an orchestrator has set this custom status.</summary>
    public async Task WaitForStatusAsync(string id, string status, CancellationToken cancellation)
    {
        while ((await Client.GetInstanceAsync(id, getInputsAndOutputs: true, cancellation))?.SerializedCustomStatus != status)
        {
            await Task.Yield();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await services.DisposeAsync();
        await sidecar.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }
}
