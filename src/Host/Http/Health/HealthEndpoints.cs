using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Tapir.Host.Access;
using Tapir.Host.Http.Access;

namespace Tapir.Host.Http.Health;

/// <summary>Whether the process lives, and whether it can do its work, with the reasons why not.</summary>
internal static class HealthEndpoints
{
    public static void MapHealth(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/health/live", () => TypedResults.Ok(new HealthDocument("live", []))).AllowAnonymous().DisableRateLimiting().WithSummary("Answers while the process lives");
        routes.MapGet("/health/ready", ReadyAsync).Produces<HealthDocument>().Produces<HealthDocument>(StatusCodes.Status503ServiceUnavailable).AllowAnonymous().DisableRateLimiting().WithSummary("Whether hub and stores can be used, and why not; the reasons are for those who have a key, where one is needed");
    }

    private static async Task<IResult> ReadyAsync(Readiness readiness, HttpContext context, AccessPolicy policy, KeyBook book)
    {
        ReadyState state = await readiness.SeeAsync();
        IReadOnlyList<string> told = !policy.NeedsKey(book) || context.Caller() is KeyHolder ? state.Reasons : [];
        return state.IsReady
            ? TypedResults.Ok(new HealthDocument("ready", told))
            : TypedResults.Json(new HealthDocument("not ready", told), statusCode: StatusCodes.Status503ServiceUnavailable);
    }
}

/// <param name="Reasons">What keeps it from being ready; when it is, what should be seen to all the same, such as backups that fail.</param>
internal sealed record HealthDocument(string Status, IReadOnlyList<string> Reasons);
