using Microsoft.Extensions.Hosting;

namespace Tapir.DurableTask.Worker.Hosting;

/// <summary>A worker, run by the host from its start to its stop.</summary>
public abstract class DurableTaskWorker(string? name) : BackgroundService
{
    /// <value>The name under which the worker was registered; empty for the default one.</value>
    protected string Name { get; } = name ?? string.Empty;
}
