using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Tapir.DurableTask.Client;

/// <summary>Registers durable task clients.</summary>
public static class ServiceCollectionExtensions
{
    /// <summary>Registers a client, or goes on with one registered under the same name.</summary>
    /// <param name="services">The services; the default client is among them as <see cref="DurableTaskClient"/>.</param>
    /// <param name="name">The client's name; null for the default one.</param>
    public static IDurableTaskClientBuilder AddDurableTaskClient(this IServiceCollection services, string? name = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        name ??= Options.DefaultName;
        if (services.LastOrDefault(service => service.ImplementationInstance is DefaultDurableTaskClientBuilder known && known.Name == name)
            is { ImplementationInstance: IDurableTaskClientBuilder existing })
        {
            return existing;
        }

        DefaultDurableTaskClientBuilder builder = new(name, services);
        services.AddSingleton(builder);
        services.TryAddSingleton<IDurableTaskClientProvider, DefaultDurableTaskClientProvider>();
        services.AddSingleton(provider => new RegisteredClient(name, () => builder.Build(provider)));
        services.AddOptions<DurableTaskClientOptions>(name).PostConfigure<IServiceProvider>((options, provider) =>
        {
            if (!options.HasDataConverter && provider.GetService<DataConverter>() is { } converter)
            {
                options.DataConverter = converter;
            }
        });
        if (name == Options.DefaultName)
        {
            builder.RegisterDirectly();
        }

        return builder;
    }

    /// <inheritdoc cref="AddDurableTaskClient(IServiceCollection, string)"/>
    public static IServiceCollection AddDurableTaskClient(this IServiceCollection services, Action<IDurableTaskClientBuilder> configure) =>
        services.AddDurableTaskClient(Options.DefaultName, configure);

    /// <inheritdoc cref="AddDurableTaskClient(IServiceCollection, string)"/>
    public static IServiceCollection AddDurableTaskClient(
        this IServiceCollection services, string name, Action<IDurableTaskClientBuilder> configure)
    {
        ArgumentNullException.ThrowIfNull(configure);
        configure(services.AddDurableTaskClient(name));
        return services;
    }
}
