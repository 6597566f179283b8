using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Tapir.DurableTask.Worker;

namespace Tapir.DurableTask.Conformance.Tests;

/// <summary>Tapir's own worker, which takes what it has registered and nothing else.</summary>
internal sealed class DotNetWorker : IAsyncDisposable
{
    private readonly IHost host;

    private DotNetWorker(IHost host) => this.host = host;

    public static async Task<DotNetWorker> StartAsync(string address, Action<DurableTaskRegistry> tasks, Action<IDurableTaskWorkerBuilder>? configure = null)
    {
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Logging.AddProvider(NullLoggerProvider.Instance);
        builder.Services.AddDurableTaskWorker(worker =>
        {
            worker.AddTasks(tasks).UseWorkItemFilters().UseGrpc(address);
            configure?.Invoke(worker);
        });
        IHost host = builder.Build();
        await host.StartAsync();
        return new DotNetWorker(host);
    }

    public async ValueTask DisposeAsync()
    {
        await host.StopAsync();
        host.Dispose();
    }
}
