using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Tapir.Host.Engine;
using Tapir.Host.Http.Access;
using Tapir.Host.Results;
using Tapir.Host.Runs;
using Tapir.Host.Serving;

namespace Tapir.Host.Http.Runs;

/// <summary>What a run may spend: the same as `tapir budget`.</summary>
internal static class RunBudgetEndpoints
{
    public static void MapRunBudget(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/runs/{run}/budget", (string run, TapirEngine engine) => Show(engine, engine.Runs.Get(run)))
            .ProducesProblem(StatusCodes.Status404NotFound)
            .WithSummary("What a run has spent and may spend");
        routes.MapPost("/runs/{run}/budget", AddAsync)
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status404NotFound)
            .WithSummary("Raises a run's budget and lets it go on where it waits for that; the same Idempotency-Key adds once")
            .WithDescription("`add` is 5000calls, 2000000tokens, or 12.50 for money.");
    }

    private static async Task<BudgetDocument> AddAsync(
        string run, BudgetAddition addition, HttpContext context, TapirEngine engine, RunControl control, [FromHeader(Name = "Idempotency-Key")] string? idempotencyKey, CancellationToken cancellation) =>
        Show(engine, await control.RaiseBudgetAsync(engine.Runs.Get(run), BudgetAmount.Parse(addition.Add ?? ""), RequestKey.Of(context, idempotencyKey), cancellation));

    private static BudgetDocument Show(TapirEngine engine, RunRecord run) => BudgetDocument.Of(run.Id, engine.Ledger.SpentBy(run.Id), run.Spec.Budget);
}

/// <param name="Add">5000calls, 2000000tokens, or 12.50 for money.</param>
internal sealed record BudgetAddition(string? Add);
