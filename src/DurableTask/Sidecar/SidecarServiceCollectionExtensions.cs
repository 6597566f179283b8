using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Tapir.DurableTask.Sidecar;

public static class SidecarServiceCollectionExtensions
{
    /// <summary>Largest message the sidecar accepts, in bytes: what it takes in must fit, with its envelope, into the 4 MiB that a stock worker receives.</summary>
    private const int LargestMessage = (4 << 20) - (48 << 10);

    /// <summary>Adds the task hub and its gRPC service. The hub opens when it is first asked for and closes with the container.</summary>
    public static IServiceCollection AddTaskHubSidecar(this IServiceCollection services, SidecarOptions options, TimeProvider clock)
    {
        services.AddGrpc().AddServiceOptions<Grpc.TaskHubService>(grpc =>
        {
            grpc.MaxReceiveMessageSize = LargestMessage;
            grpc.MaxSendMessageSize = null;
        });
        return services.AddSingleton(provider => TaskHub.Open(options, provider.GetRequiredService<ILoggerFactory>(), clock));
    }
}
