using Grpc.Net.Client;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Tapir.DurableTask.Worker.Grpc;
using Tapir.DurableTask.Worker.Hosting;

namespace Tapir.DurableTask.Worker;

/// <summary>Configures a worker.</summary>
public static class DurableTaskWorkerBuilderExtensions
{
    /// <summary>Adds orchestrators and activities.</summary>
    public static IDurableTaskWorkerBuilder AddTasks(this IDurableTaskWorkerBuilder builder, Action<DurableTaskRegistry> configure)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.Configure(builder.Name, configure);
        return builder;
    }

    public static IDurableTaskWorkerBuilder Configure(this IDurableTaskWorkerBuilder builder, Action<DurableTaskWorkerOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.Configure(builder.Name, configure);
        return builder;
    }

    public static IDurableTaskWorkerBuilder UseBuildTarget(this IDurableTaskWorkerBuilder builder, Type target)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.BuildTarget = target;
        return builder;
    }

    public static IDurableTaskWorkerBuilder UseBuildTarget<TTarget>(this IDurableTaskWorkerBuilder builder)
        where TTarget : DurableTaskWorker
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.BuildTarget = typeof(TTarget);
        return builder;
    }

    /// <summary>Sets the worker class, whose options take over the general ones.</summary>
    public static IDurableTaskWorkerBuilder UseBuildTarget<TTarget, TOptions>(this IDurableTaskWorkerBuilder builder)
        where TTarget : DurableTaskWorker
        where TOptions : DurableTaskWorkerOptions
    {
        builder.UseBuildTarget<TTarget>();
        builder.Services.AddOptions<TOptions>(builder.Name)
            .PostConfigure<IOptionsMonitor<DurableTaskWorkerOptions>>((options, general) => general.Get(builder.Name).ApplyTo(options));
        return builder;
    }

    /// <summary>Says which versions of orchestrations this worker takes.</summary>
    public static IDurableTaskWorkerBuilder UseVersioning(
        this IDurableTaskWorkerBuilder builder, DurableTaskWorkerOptions.VersioningOptions versionOptions) =>
        builder.Configure(options => options.Versioning = versionOptions);

    /// <summary>Has a filter decide which orchestrations this worker takes; it gets its services from those of the host.</summary>
    public static IDurableTaskWorkerBuilder UseOrchestrationFilter<TOrchestrationFilter>(this IDurableTaskWorkerBuilder builder)
        where TOrchestrationFilter : class, IOrchestrationFilter
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddSingleton<IOrchestrationFilter, TOrchestrationFilter>();
        return builder;
    }

    /// <summary>Has a filter decide which orchestrations this worker takes.</summary>
    public static IDurableTaskWorkerBuilder UseOrchestrationFilter(this IDurableTaskWorkerBuilder builder, IOrchestrationFilter filter) =>
        builder.Configure(options => options.OrchestrationFilter = filter);

    /// <summary>Asks the sidecar for this work only; null for any.</summary>
    public static IDurableTaskWorkerBuilder UseWorkItemFilters(
        this IDurableTaskWorkerBuilder builder, DurableTaskWorkerWorkItemFilters? workItemFilters)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.PostConfigure<DurableTaskWorkerWorkItemFilters>(builder.Name, filters => Copy(workItemFilters ?? new(), filters));
        return builder;
    }

    /// <summary>Asks the sidecar only for work that is registered here.</summary>
    /// <remarks>A call of something that no worker has then waits for one that has it, instead of failing.</remarks>
    public static IDurableTaskWorkerBuilder UseWorkItemFilters(this IDurableTaskWorkerBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddOptions<DurableTaskWorkerWorkItemFilters>(builder.Name)
            .PostConfigure<IOptionsMonitor<DurableTaskRegistry>, IOptionsMonitor<DurableTaskWorkerOptions>>((filters, registry, options) =>
                Copy(DurableTaskWorkerWorkItemFilters.Of(registry.Get(builder.Name), options.Get(builder.Name)), filters));
        return builder;
    }

    /// <summary>Connects to a sidecar at <c>http://localhost:4001</c>.</summary>
    public static IDurableTaskWorkerBuilder UseGrpc(this IDurableTaskWorkerBuilder builder) => builder.UseGrpc(_ => { });

    /// <summary>Connects to a sidecar at an address: <c>http://host:port</c> or <c>unix:///path</c>.</summary>
    public static IDurableTaskWorkerBuilder UseGrpc(this IDurableTaskWorkerBuilder builder, string address) =>
        builder.UseGrpc(options => options.Address = address);

    /// <summary>Uses a channel that the caller owns.</summary>
    public static IDurableTaskWorkerBuilder UseGrpc(this IDurableTaskWorkerBuilder builder, GrpcChannel channel) =>
        builder.UseGrpc(options => options.Channel = channel);

    public static IDurableTaskWorkerBuilder UseGrpc(this IDurableTaskWorkerBuilder builder, Action<GrpcDurableTaskWorkerOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.Configure(builder.Name, configure);
        return builder.UseBuildTarget<GrpcDurableTaskWorker, GrpcDurableTaskWorkerOptions>();
    }

    private static void Copy(DurableTaskWorkerWorkItemFilters from, DurableTaskWorkerWorkItemFilters to)
    {
        to.Orchestrations = from.Orchestrations;
        to.Activities = from.Activities;
    }
}
