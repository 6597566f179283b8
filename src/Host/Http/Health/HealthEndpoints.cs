using Grpc.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Tapir.Host.Engine;

namespace Tapir.Host.Http.Health;

/// <summary>Whether the process lives, and whether it can do its work, with the reasons why not.</summary>
internal static class HealthEndpoints
{
    public static void MapHealth(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/health/live", () => TypedResults.Ok(new HealthDocument("live", []))).WithSummary("Answers while the process lives");
        routes.MapGet("/health/ready", ReadyAsync).Produces<HealthDocument>().Produces<HealthDocument>(StatusCodes.Status503ServiceUnavailable).WithSummary("Whether hub and stores can be used, and why not");
    }

    private static async Task<IResult> ReadyAsync(TapirEngine engine, CancellationToken cancellation)
    {
        List<string> reasons = [];
        try
        {
            await engine.Client.GetInstanceAsync("health", cancellation);
        }
        catch (RpcException problem)
        {
            reasons.Add($"the sidecar does not answer: {problem.Status.Detail}");
        }

        if (engine.State.WhyNotWritable() is { } reason)
        {
            reasons.Add(reason);
        }

        return reasons.Count == 0
            ? TypedResults.Ok(new HealthDocument("ready", reasons))
            : TypedResults.Json(new HealthDocument("not ready", reasons), statusCode: StatusCodes.Status503ServiceUnavailable);
    }
}

/// <param name="Reasons">What keeps it from being ready; empty when it is.</param>
internal sealed record HealthDocument(string Status, IReadOnlyList<string> Reasons);
