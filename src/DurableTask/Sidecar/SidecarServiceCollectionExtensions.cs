using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Tapir.DurableTask.Sidecar.Engine;

namespace Tapir.DurableTask.Sidecar;

public static class SidecarServiceCollectionExtensions
{
    /// <summary>Adds the task hub and its gRPC service. The hub opens when it is first asked for and closes with the container.</summary>
    public static IServiceCollection AddTaskHubSidecar(this IServiceCollection services, SidecarOptions options, TimeProvider clock)
    {
        services.AddGrpc().AddServiceOptions<Grpc.TaskHubService>(grpc =>
        {
            grpc.MaxReceiveMessageSize = MessageSize.LargestRead;
            grpc.MaxSendMessageSize = null;
            grpc.Interceptors.Add<Grpc.ReplyInstants>();
        });
        return services.AddSingleton(provider => TaskHub.Open(options, provider.GetRequiredService<ILoggerFactory>(), clock));
    }
}
