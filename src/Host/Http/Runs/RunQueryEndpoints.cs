using System.ComponentModel;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Net.Http.Headers;
using Tapir.Host.Serving;

namespace Tapir.Host.Http.Runs;

/// <summary>Looks at runs: a page of them, or one.</summary>
internal static class RunQueryEndpoints
{
    public static void MapRunQueries(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/runs", ListAsync)
            .WithSummary("A page of runs, the newest first");
        routes.MapGet("/runs/{run}", ReadAsync)
            .Produces<RunResource>()
            .ProducesProblem(StatusCodes.Status404NotFound)
            .WithSummary("Where a run stands, what it has spent, what is under way");
    }

    private static Task<RunPage> ListAsync(
        RunDirectory runs,
        [Description("Only runs with this status.")] string? status,
        [Description("Only runs of this spec name.")] string? name,
        [Description("From 1.")] int? page,
        [Description("1 to 200; 50 by default.")] int? pageSize,
        CancellationToken cancellation) => runs.PageAsync(new RunFilter(status, name), page ?? 1, pageSize ?? 50, cancellation);

    private static async Task<IResult> ReadAsync(string run, RunBoard board, HttpRequest request, HttpResponse response)
    {
        RunView view = await board.ReadAsync(run);
        response.Headers.ETag = view.Tag;
        response.Headers.CacheControl = "no-cache";
        return request.Headers.IfNoneMatch == view.Tag
            ? TypedResults.StatusCode(StatusCodes.Status304NotModified)
            : TypedResults.Bytes(view.Json, "application/json");
    }
}
