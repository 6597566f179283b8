using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;

namespace Tapir.DurableTask.Sidecar;

public static class SidecarEndpointRouteBuilderExtensions
{
    /// <summary>Maps the task hub's gRPC services, the protocol's and the one for people; they need HTTP/2.</summary>
    public static GrpcServiceEndpointConventionBuilder MapTaskHubSidecar(this IEndpointRouteBuilder endpoints)
    {
        GrpcServiceEndpointConventionBuilder service = endpoints.MapGrpcService<Grpc.TaskHubService>();
        // Streams that are open for hours, in one process with a server whose requests are measured, would be all that its durations show.
        service.DisableHttpMetrics();
        endpoints.MapGrpcService<Grpc.TaskHubOperationsService>();
        return service;
    }
}
