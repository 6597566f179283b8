using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;

namespace Tapir.DurableTask.Sidecar;

public static class SidecarEndpointRouteBuilderExtensions
{
    /// <summary>Maps the task hub's gRPC service; it needs HTTP/2.</summary>
    public static GrpcServiceEndpointConventionBuilder MapTaskHubSidecar(this IEndpointRouteBuilder endpoints) =>
        endpoints.MapGrpcService<Grpc.TaskHubService>();
}
