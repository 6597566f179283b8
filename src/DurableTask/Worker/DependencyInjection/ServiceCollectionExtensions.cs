using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Tapir.DurableTask.Worker;

/// <summary>Registers durable task workers.</summary>
public static class ServiceCollectionExtensions
{
    /// <summary>Registers a worker as a hosted service, or goes on with one registered under the same name.</summary>
    /// <param name="services">The services; activities get theirs from a scope of it.</param>
    /// <param name="name">The worker's name; null for the default one.</param>
    public static IDurableTaskWorkerBuilder AddDurableTaskWorker(this IServiceCollection services, string? name = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        name ??= Options.DefaultName;
        if (services.LastOrDefault(service => service.ImplementationInstance is DefaultDurableTaskWorkerBuilder known && known.Name == name)
            is { ImplementationInstance: IDurableTaskWorkerBuilder existing })
        {
            return existing;
        }

        DefaultDurableTaskWorkerBuilder builder = new(name, services);
        services.AddSingleton(builder);
        services.AddSingleton(builder.Build);
        services.AddOptions<DurableTaskRegistry>(name);
        services.AddOptions<DurableTaskWorkerWorkItemFilters>(name);
        services.AddOptions<DurableTaskWorkerOptions>(name).PostConfigure<IServiceProvider>((options, provider) =>
        {
            if (!options.HasDataConverter && provider.GetService<DataConverter>() is { } converter)
            {
                options.DataConverter = converter;
            }
        });
        return builder;
    }

    /// <inheritdoc cref="AddDurableTaskWorker(IServiceCollection, string)"/>
    public static IServiceCollection AddDurableTaskWorker(this IServiceCollection services, Action<IDurableTaskWorkerBuilder> configure) =>
        services.AddDurableTaskWorker(Options.DefaultName, configure);

    /// <inheritdoc cref="AddDurableTaskWorker(IServiceCollection, string)"/>
    public static IServiceCollection AddDurableTaskWorker(
        this IServiceCollection services, string name, Action<IDurableTaskWorkerBuilder> configure)
    {
        ArgumentNullException.ThrowIfNull(configure);
        configure(services.AddDurableTaskWorker(name));
        return services;
    }
}
