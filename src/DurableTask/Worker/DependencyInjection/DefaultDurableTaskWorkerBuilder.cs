using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Tapir.DurableTask.Worker.Hosting;

namespace Tapir.DurableTask.Worker;

/// <inheritdoc cref="IDurableTaskWorkerBuilder"/>
public class DefaultDurableTaskWorkerBuilder(string? name, IServiceCollection services) : IDurableTaskWorkerBuilder
{
    private Type? buildTarget;

    public string Name { get; } = name ?? string.Empty;

    public IServiceCollection Services { get; } = services;

    /// <exception cref="ArgumentException">The type is no concrete worker class.</exception>
    public Type? BuildTarget
    {
        get => buildTarget;
        set => buildTarget = value is null || (typeof(DurableTaskWorker).IsAssignableFrom(value) && !value.IsAbstract)
            ? value
            : throw new ArgumentException($"{value} is not a concrete class that derives from {nameof(DurableTaskWorker)}.", nameof(value));
    }

    public IHostedService Build(IServiceProvider serviceProvider) => BuildTarget is { } target
        ? (IHostedService)ActivatorUtilities.CreateInstance(serviceProvider, target, Name)
        : throw new InvalidOperationException($"The worker '{Name}' has no transport. Call UseGrpc on its builder.");
}
