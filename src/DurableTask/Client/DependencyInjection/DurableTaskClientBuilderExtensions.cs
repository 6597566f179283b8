using Grpc.Net.Client;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Tapir.DurableTask.Client.Grpc;

namespace Tapir.DurableTask.Client;

/// <summary>Configures a client.</summary>
public static class DurableTaskClientBuilderExtensions
{
    public static IDurableTaskClientBuilder Configure(this IDurableTaskClientBuilder builder, Action<DurableTaskClientOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.Configure(builder.Name, configure);
        return builder;
    }

    /// <summary>Makes this client the one that is injected as <see cref="DurableTaskClient"/>.</summary>
    public static IDurableTaskClientBuilder RegisterDirectly(this IDurableTaskClientBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.TryAddSingleton(provider => provider.GetRequiredService<IDurableTaskClientProvider>().GetClient(builder.Name));
        return builder;
    }

    public static IDurableTaskClientBuilder UseDefaultVersion(this IDurableTaskClientBuilder builder, string version) =>
        builder.Configure(options => options.DefaultVersion = version);

    public static IDurableTaskClientBuilder UseBuildTarget(this IDurableTaskClientBuilder builder, Type target)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.BuildTarget = target;
        return builder;
    }

    public static IDurableTaskClientBuilder UseBuildTarget<TTarget>(this IDurableTaskClientBuilder builder)
        where TTarget : DurableTaskClient
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.BuildTarget = typeof(TTarget);
        return builder;
    }

    /// <summary>Sets the client class, whose options take over the general ones.</summary>
    public static IDurableTaskClientBuilder UseBuildTarget<TTarget, TOptions>(this IDurableTaskClientBuilder builder)
        where TTarget : DurableTaskClient
        where TOptions : DurableTaskClientOptions
    {
        builder.UseBuildTarget<TTarget>();
        builder.Services.AddOptions<TOptions>(builder.Name)
            .PostConfigure<IOptionsMonitor<DurableTaskClientOptions>>((options, general) => general.Get(builder.Name).ApplyTo(options));
        return builder;
    }

    /// <summary>Connects to a sidecar at <c>http://localhost:4001</c>.</summary>
    public static IDurableTaskClientBuilder UseGrpc(this IDurableTaskClientBuilder builder) => builder.UseGrpc(_ => { });

    /// <summary>Connects to a sidecar at an address: <c>http://host:port</c> or <c>unix:///path</c>.</summary>
    public static IDurableTaskClientBuilder UseGrpc(this IDurableTaskClientBuilder builder, string address) =>
        builder.UseGrpc(options => options.Address = address);

    /// <summary>Uses a channel that the caller owns.</summary>
    public static IDurableTaskClientBuilder UseGrpc(this IDurableTaskClientBuilder builder, GrpcChannel channel) =>
        builder.UseGrpc(options => options.Channel = channel);

    public static IDurableTaskClientBuilder UseGrpc(this IDurableTaskClientBuilder builder, Action<GrpcDurableTaskClientOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.Configure(builder.Name, configure);
        return builder.UseBuildTarget<GrpcDurableTaskClient, GrpcDurableTaskClientOptions>();
    }
}
