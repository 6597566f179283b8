using System.ComponentModel;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Tapir.Curriculum.Rating;
using Tapir.Host.Engine;
using Tapir.Host.Http.Access;
using Tapir.Host.Rating;
using Tapir.Host.Runs;

namespace Tapir.Host.Http.Runs;

/// <summary>People compare answers without knowing whose they are: the same as `tapir rate`.</summary>
internal static class RunRatingEndpoints
{
    public static void MapRunRatings(this IEndpointRouteBuilder routes)
    {
        RouteGroupBuilder ratings = routes.MapGroup("/runs/{run}/ratings");
        ratings.MapGet("", ReadAsync)
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status409Conflict)
            .WithSummary("What people say of a run's answers: win rates with their intervals, and counts");
        ratings.MapGet("/next", NextAsync)
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status409Conflict)
            .WithSummary("The next two answers for a rater, without names; no item when none is left");
        ratings.MapPost("", RateAsync)
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status409Conflict)
            .WithSummary("Takes down which answer is better; the same sent twice is one, another takes its place");
    }

    private static Task<RatingDocument> ReadAsync(
        string run,
        TapirEngine engine,
        RatingDesk desk,
        [Description("The pair, as in 0,3, 3,teacher or 3,3-preference; S_0 with the last student and every other that was rated where left out.")] string? rounds,
        CancellationToken cancellation) => desk.ReadAsync(engine.Runs.Get(run), rounds, cancellation);

    private static async Task<RatingQuestion> NextAsync(
        string run,
        HttpContext http,
        TapirEngine engine,
        RatingDesk desk,
        [Description("Who rates; the name of the key where left out.")] string? rater,
        [Description("The pair, as in 0,3, 3,teacher or 3,3-preference; S_0 and the last student where left out.")] string? rounds,
        [Description("How many items the rater is asked in all, from 1; 50 by default.")] int? count,
        [FromQuery, Description("Ids of items that are not asked now.")] string[]? skip,
        CancellationToken cancellation)
    {
        string name = RaterOf(http, rater);
        if (count < 1)
        {
            throw new BadHttpRequestException($"'count' must be at least 1; it is {count}.");
        }

        RatingSession session = await desk.OpenAsync(engine.Runs.Get(run), rounds, cancellation);
        return await session.NextAsync(name, count ?? RatingDesk.UsualCount, skip ?? [], cancellation);
    }

    private static async Task<RatingReceipt> RateAsync(string run, RatingBody body, HttpContext http, TapirEngine engine, RatingDesk desk, CancellationToken cancellation)
    {
        string name = RaterOf(http, body.Rater);
        if (body is not { Item: { } item, Verdict: { } verdict })
        {
            throw new BadHttpRequestException("A rating has an 'item' and a 'verdict': first, second, tie, bothBad or withdrawn.");
        }

        RunRecord record = engine.Runs.Get(run);
        RatingSession session = await desk.OpenAsync(record, body.Rounds, cancellation);
        RatingReceipt receipt = await session.RateAsync(name, item, verdict, cancellation);
        await desk.UpdateReportAsync(record);
        return receipt;
    }

    private static string RaterOf(HttpContext http, string? named) => RaterName.Parse(string.IsNullOrWhiteSpace(named) ? http.Caller().Name : named);
}
