using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Tapir.Host.Http.Access;
using Tapir.Host.Http.Specs;
using Tapir.Host.Runs;
using Tapir.Host.Serving;
using Tapir.Host.Specs.Shelf;
using Tapir.Orchestrations.Specs;

namespace Tapir.Host.Http.Runs;

/// <summary><c>POST /runs</c>: a spec as YAML or JSON, or a stored one, starts a run.</summary>
internal static class RunStartEndpoint
{
    public static void MapRunStart(this IEndpointRouteBuilder routes) => routes
        .MapPost("/runs", StartAsync)
        .Accepts<RunSpec>(isOptional: true, "application/json", "application/yaml", "text/yaml", "application/x-yaml")
        .ProducesProblem(StatusCodes.Status422UnprocessableEntity)
        .ProducesProblem(StatusCodes.Status429TooManyRequests)
        .WithSummary("Starts a run of a spec")
        .WithDescription("The body is the spec, or `spec` names a stored one, in the latest version or in `version`. `set` replaces single values of it, as in ?set=curriculum.rounds=2. The same Idempotency-Key gives the same run, also after a restart.");

    private static async Task<Accepted<RunLinks>> StartAsync(
        HttpRequest request,
        SpecIntake intake,
        SpecShelf shelf,
        RunStarts starts,
        string? spec,
        int? version,
        [FromQuery] string[]? set,
        [FromHeader(Name = "Idempotency-Key")] string? idempotencyKey,
        CancellationToken cancellation)
    {
        string? key = RequestKey.Of(request.HttpContext, idempotencyKey);
        string body = await SpecIntake.TextOfAsync(request, cancellation);
        RunRecord run = starts.Find(key) ?? await starts.StartAsync(intake.Read(TextOf(body, shelf, spec, version), set ?? []), key, cancellation);
        RunLinks links = RunLinks.Of(request, run.Id);
        return TypedResults.Accepted(links.StatusQueryGetUri, links);
    }

    private static string TextOf(string body, SpecShelf shelf, string? spec, int? version) => (spec, body) switch
    {
        (null, _) when version is not null => throw new BadHttpRequestException("'version' is that of a stored spec; name it with 'spec'."),
        (null, "") => throw new BadHttpRequestException("There is no spec: send one as the body, or name a stored one with 'spec'."),
        (null, _) => body,
        (_, "") => shelf.Get(spec, version).Text,
        _ => throw new BadHttpRequestException($"The body is a spec and 'spec' names the stored '{spec}': send one of them."),
    };
}
