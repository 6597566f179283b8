using System.ComponentModel;
using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Tapir.Host.Examples;
using Tapir.Host.Serving;

namespace Tapir.Host.Http.Examples;

/// <summary>A run's examples and how they were judged.</summary>
internal static class ExampleEndpoints
{
    private const string WaitSeconds = "1";

    public static void MapExamples(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/runs/{run}/examples", ListAsync)
            .Produces<ExamplesDocument>()
            .Produces<ExamplesDocument>(StatusCodes.Status202Accepted)
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status404NotFound)
            .WithSummary("A page of a run's examples: instruction, answers before and after, scores, why selected or not; 202 while they are being made ready");
        routes.MapGet("/runs/{run}/judging", JudgingAsync)
            .Produces<JudgingDocument>()
            .Produces<JudgingDocument>(StatusCodes.Status202Accepted)
            .ProducesProblem(StatusCodes.Status404NotFound)
            .WithSummary("By task label: judgements that an exact grade, or the judgement of the round before, contradicts");
    }

    private static async Task<IResult> ListAsync(
        string run,
        ExampleShelf shelf,
        HttpResponse response,
        [Description("Only those of this round, from 1.")] int? round,
        [Description("pool, new or heldOut.")] string? kind,
        [Description("Only those with this task label.")] string? task,
        [Description("Whether the round chose them to be trained on.")] bool? selected,
        [Description("Whether the judge was asked and gave no score.")] bool? unscored,
        [Description("true: only those with a judgement that something contradicts.")] bool? disagreements,
        [Description("Pieces of text, all to be found; in quotation marks for several words in a row.")] string? search,
        [Description("Only what comes after this position: 'next' of the page before.")] long? after,
        [Description("The last ones before this position: 'previous' of the page after.")] long? before,
        [Description("1 to 200; 50 by default.")] int? pageSize,
        CancellationToken cancellation)
    {
        if (pageSize is < 1 or > ExampleQuery.LargestPage)
        {
            throw new BadPageException($"'pageSize' is {pageSize.Value.ToString(CultureInfo.InvariantCulture)}; it must be from 1 to {ExampleQuery.LargestPage.ToString(CultureInfo.InvariantCulture)}.");
        }

        if (after is not null && before is not null)
        {
            throw new BadPageException("Give 'after' or 'before', not both.");
        }

        ShelvedExamples shelved = await shelf.LookAsync(run);
        ExampleQuery query = new()
        {
            Round = round,
            Kind = kind is null ? null : KindOf(kind),
            Task = task,
            Selected = selected,
            Unscored = unscored,
            OnlyDisagreements = disagreements == true,
            Search = search,
            After = after,
            Before = before,
            PageSize = pageSize ?? new ExampleQuery().PageSize,
        };
        ExamplePage page = shelved.Index is { } index ? await index.FindAsync(query, cancellation) : ExamplePage.Empty;
        return Answer(shelved, response, new ExamplesDocument(
            shelved.View.Run.Id, shelved.State, shelved.Share, shelved.Problem, page.Examples, page.Previous, page.Next, page.Found, page.HasMore));
    }

    private static async Task<IResult> JudgingAsync(string run, ExampleShelf shelf, HttpResponse response, CancellationToken cancellation)
    {
        ShelvedExamples shelved = await shelf.LookAsync(run);
        IReadOnlyList<LabelJudging> labels = shelved.Index is { } index ? await index.JudgingAsync(cancellation) : [];
        return Answer(shelved, response, new JudgingDocument(shelved.View.Run.Id, shelved.State, shelved.Share, shelved.Problem, labels));
    }

    private static ExampleKind KindOf(string kind) => kind switch
    {
        "pool" => ExampleKind.Pool,
        "new" => ExampleKind.New,
        "heldOut" => ExampleKind.HeldOut,
        _ => throw new BadPageException($"There is no kind '{kind}' of examples; there are pool, new and heldOut."),
    };

    // Whoever asks by a program is told to come back; an index of the rounds before the last is better than none.
    private static IResult Answer<T>(ShelvedExamples shelved, HttpResponse response, T document)
    {
        if (shelved is not { Index: null, Share: not null })
        {
            return TypedResults.Ok(document);
        }

        response.Headers.RetryAfter = WaitSeconds;
        return TypedResults.Accepted((string?)null, document);
    }
}
