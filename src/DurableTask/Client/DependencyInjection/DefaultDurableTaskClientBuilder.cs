using Microsoft.Extensions.DependencyInjection;

namespace Tapir.DurableTask.Client;

/// <inheritdoc cref="IDurableTaskClientBuilder"/>
public class DefaultDurableTaskClientBuilder(string? name, IServiceCollection services) : IDurableTaskClientBuilder
{
    private Type? buildTarget;

    public string Name { get; } = name ?? string.Empty;

    public IServiceCollection Services { get; } = services;

    /// <exception cref="ArgumentException">The type is no concrete client class.</exception>
    public Type? BuildTarget
    {
        get => buildTarget;
        set => buildTarget = value is null || (typeof(DurableTaskClient).IsAssignableFrom(value) && !value.IsAbstract)
            ? value
            : throw new ArgumentException($"{value} is not a concrete class that derives from {nameof(DurableTaskClient)}.", nameof(value));
    }

    public DurableTaskClient Build(IServiceProvider serviceProvider) => BuildTarget is { } target
        ? (DurableTaskClient)ActivatorUtilities.CreateInstance(serviceProvider, target, Name)
        : throw new InvalidOperationException($"The client '{Name}' has no transport. Call UseGrpc on its builder.");
}
