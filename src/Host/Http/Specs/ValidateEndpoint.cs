using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Tapir.Host.Results;
using Tapir.Host.Runs;
using Tapir.Orchestrations.Specs;

namespace Tapir.Host.Http.Specs;

/// <summary><c>POST /validate</c>: what `tapir validate` says of a spec. Nothing is kept.</summary>
internal static class ValidateEndpoint
{
    public static void MapValidate(this IEndpointRouteBuilder routes) => routes
        .MapPost("/validate", ValidateAsync)
        .Accepts<RunSpec>("application/json", "application/yaml", "text/yaml", "application/x-yaml")
        .ProducesProblem(StatusCodes.Status400BadRequest)
        .ProducesProblem(StatusCodes.Status422UnprocessableEntity)
        .WithSummary("Every error of a spec at once, with line and column; or what its run will probably spend");

    private static async Task<ValidSpecDocument> ValidateAsync(HttpRequest request, SpecIntake intake, [FromQuery] string[]? set, CancellationToken cancellation)
    {
        RunSpec spec = intake.Read(await SpecIntake.TextOfAsync(request, cancellation), set ?? []);
        return new ValidSpecDocument(spec.Name, EstimateDocument.Of(await RunEstimate.OfAsync(spec, cancellation)));
    }
}
