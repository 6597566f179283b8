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
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .WithSummary("A page of runs, the newest first");
        routes.MapGet("/runs/{run}", ReadAsync)
            .Produces<RunResource>()
            .ProducesProblem(StatusCodes.Status404NotFound)
            .WithSummary("Where a run stands, what it has spent, what is under way");
    }

    private static Task<RunPage> ListAsync(
        RunDirectory runs,
        [Description("Only runs with this status: running, waiting, paused, suspended, interrupted, queued, done, failed or cancelled.")] string? status,
        [Description("Only runs of this spec name.")] string? name,
        [Description("Only runs recorded then or later, such as 2026-01-31 or 2026-01-31T12:00:00Z.")] DateTimeOffset? createdFrom,
        [Description("Only runs recorded before then.")] DateTimeOffset? createdTo,
        [Description("From 1.")] int? page,
        [Description("1 to 200; 50 by default.")] int? pageSize,
        CancellationToken cancellation) => runs.PageAsync(
            new RunFilter(QueryWord.OneOf(status, RunFilter.Statuses, nameof(status)), name, Text: null, createdFrom, createdTo), PageAsk.Of(page, pageSize), cancellation);

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
