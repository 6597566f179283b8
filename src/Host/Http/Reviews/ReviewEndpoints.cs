using System.ComponentModel;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Tapir.Host.Engine;
using Tapir.Host.Http.Access;
using Tapir.Host.Reviewing;
using Tapir.Host.Serving;
using Tapir.Orchestrations.Reviewing;
using Tapir.Orchestrations.Specs;

namespace Tapir.Host.Http.Reviews;

/// <summary>What a run waits for a person's word on: the same as `tapir review`.</summary>
internal static class ReviewEndpoints
{
    private const int LongestNote = 10_000;
    private const int LongestName = 100;

    public static void MapReviews(this IEndpointRouteBuilder routes)
    {
        RouteGroupBuilder reviews = routes.MapGroup("/runs/{run}/reviews");
        reviews.MapGet("", (string run, TapirEngine engine, ReviewDesk desk, CancellationToken cancellation) => desk.ReadAsync(engine.Runs.Get(run), cancellation))
            .ProducesProblem(StatusCodes.Status404NotFound)
            .WithSummary("What of a run waits for a review, with its sample, and what was decided before");
        reviews.MapPost("/{point}", AnswerAsync)
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status409Conflict)
            .WithSummary("Answers the review that waits: approved, the run goes on; rejected, it ends as failed")
            .WithDescription("The first answer counts. 409 when nothing waits, or a review of another point or round.");
    }

    private static async Task<Accepted<ReviewAnswer>> AnswerAsync(
        string run,
        [Description("selection, training or export.")] string point,
        ReviewWord word,
        HttpContext context,
        TapirEngine engine,
        RunControl control,
        CancellationToken cancellation)
    {
        ReviewPoint meant = QueryWord.Parse<ReviewPoint>(point, nameof(point))!.Value;
        if (word.Verdict is not { } verdict)
        {
            throw new BadHttpRequestException("There is no 'verdict'; write approve or reject.");
        }

        if (word.Note?.Length > LongestNote || word.By?.Length > LongestName)
        {
            throw new BadHttpRequestException($"'note' may have {LongestNote} characters, and 'by' {LongestName}.");
        }

        string by = WhoSays(context.Caller().Name, word.By);
        PendingReview answered = await control.AnswerReviewAsync(engine.Runs.Get(run), meant, word.Round, verdict, word.Note, by, cancellation);
        return TypedResults.Accepted((string?)null, new ReviewAnswer(answered.Point, answered.Round, verdict, word.Note, by));
    }

    // A key tells by itself whose it is, and several people may share one.
    private static string WhoSays(string key, string? by) => (key, string.IsNullOrWhiteSpace(by)) switch
    {
        ("", true) => "someone over HTTP",
        ("", false) => by!,
        (_, true) => key,
        _ => $"{by} (key {key})",
    };
}
