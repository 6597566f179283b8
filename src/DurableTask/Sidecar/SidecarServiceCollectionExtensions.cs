using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Tapir.DurableTask.Sidecar.Engine;

namespace Tapir.DurableTask.Sidecar;

public static class SidecarServiceCollectionExtensions
{
    /// <summary>Adds the task hub and its gRPC service. The hub opens when it is first asked for and closes with the container.</summary>
    public static IServiceCollection AddTaskHubSidecar(this IServiceCollection services, SidecarOptions options, TimeProvider clock) =>
        AddService(services, options).AddSingleton(provider => TaskHub.Open(options, provider.GetRequiredService<ILoggerFactory>(), clock));

    /// <summary>Adds the gRPC service of a hub that is open already and stays its owner's, for a second server in front of it.</summary>
    public static IServiceCollection AddTaskHubSidecar(this IServiceCollection services, TaskHub hub)
    {
        ArgumentNullException.ThrowIfNull(hub);
        return AddService(services, hub.Options).AddSingleton(hub);
    }

    private static IServiceCollection AddService(IServiceCollection services, SidecarOptions options)
    {
        services.AddGrpc().AddServiceOptions<Grpc.TaskHubService>(grpc =>
        {
            grpc.MaxReceiveMessageSize = MessageSize.LargestRead;
            grpc.MaxSendMessageSize = null;
            grpc.Interceptors.Add<Grpc.ReplyInstants>();
        });
        return services.Configure<KestrelServerOptions>(kestrel => SetLimits(kestrel.Limits, options));
    }

    private static void SetLimits(KestrelServerLimits limits, SidecarOptions options)
    {
        // Liveness is an answered ping: an activity may take hours, a vanished worker is noticed within two intervals.
        limits.Http2.KeepAlivePingDelay = options.LivenessInterval;
        limits.Http2.KeepAlivePingTimeout = options.LivenessInterval;
        limits.Http2.MaxStreamsPerConnection = int.MaxValue;
        limits.Http2.InitialConnectionWindowSize = 8 << 20;
        limits.Http2.InitialStreamWindowSize = 4 << 20;
        limits.MaxRequestBodySize = null;
        limits.MinRequestBodyDataRate = null;
        limits.MinResponseDataRate = null;
    }
}
