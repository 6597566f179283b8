using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Tapir.Host.Http.Access;
using Tapir.Host.Http.Specs;
using Tapir.Host.Runs;
using Tapir.Host.Serving;
using Tapir.Orchestrations.Specs;

namespace Tapir.Host.Http.Runs;

/// <summary><c>POST /runs</c>: a spec as YAML or JSON starts a run.</summary>
internal static class RunStartEndpoint
{
    public static void MapRunStart(this IEndpointRouteBuilder routes) => routes
        .MapPost("/runs", StartAsync)
        .Accepts<RunSpec>("application/json", "application/yaml", "text/yaml", "application/x-yaml")
        .ProducesProblem(StatusCodes.Status422UnprocessableEntity)
        .ProducesProblem(StatusCodes.Status429TooManyRequests)
        .WithSummary("Starts a run of a spec")
        .WithDescription("The body is the spec. `set` replaces single values of it, as in ?set=curriculum.rounds=2. The same Idempotency-Key gives the same run, also after a restart.");

    private static async Task<Accepted<RunLinks>> StartAsync(HttpRequest request, SpecIntake intake, RunStarts starts, [FromQuery] string[]? set, [FromHeader(Name = "Idempotency-Key")] string? idempotencyKey, CancellationToken cancellation)
    {
        RunSpec spec = intake.Read(await SpecIntake.TextOfAsync(request, cancellation), set ?? []);
        RunRecord run = await starts.StartAsync(spec, RequestKey.Of(request.HttpContext, idempotencyKey), cancellation);
        RunLinks links = RunLinks.Of(request, run.Id);
        return TypedResults.Accepted(links.StatusQueryGetUri, links);
    }
}
