using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Tapir.Host.Access;
using Tapir.Host.Http.Access;
using Tapir.Host.Specs.Shelf;
using Tapir.Orchestrations.Specs;

namespace Tapir.Host.Http.Specs;

/// <summary>Specs that are kept by name, in versions.</summary>
internal static class SpecEndpoints
{
    public static void MapSpecs(this IEndpointRouteBuilder routes)
    {
        RouteGroupBuilder specs = routes.MapGroup("/specs");
        specs.MapGet("", (SpecShelf shelf) => new SpecList([.. shelf.List().Select(SpecResource.Head)]))
            .WithSummary("The stored specs, each in its latest version");
        specs.MapGet("/{name}", (string name, SpecShelf shelf) => SpecResource.Whole(shelf.Get(name, version: null), shelf.Versions(name)))
            .ProducesProblem(StatusCodes.Status404NotFound)
            .WithSummary("A stored spec in its latest version, and which versions there are");
        specs.MapGet("/{name}/versions/{version:int}", (string name, int version, SpecShelf shelf) => SpecResource.Whole(shelf.Get(name, version)))
            .ProducesProblem(StatusCodes.Status404NotFound)
            .WithSummary("A version of a stored spec; it never changes");
        specs.MapPut("/{name}", PutAsync)
            .Accepts<RunSpec>("application/json", "application/yaml", "text/yaml", "application/x-yaml")
            .Produces<SpecResource>(StatusCodes.Status201Created)
            .ProducesProblem(StatusCodes.Status422UnprocessableEntity)
            .WithSummary("Stores a spec: a new version when its text has changed");
        specs.MapDelete("/{name}", DeleteAsync)
            .NeedsScope(KeyScope.Admin)
            .ProducesProblem(StatusCodes.Status404NotFound)
            .WithSummary("Removes a stored spec with all its versions; runs of it stay as they are");
    }

    private static async Task<Results<Ok<SpecResource>, Created<SpecResource>>> PutAsync(string name, HttpRequest request, SpecIntake intake, SpecShelf shelf, CancellationToken cancellation)
    {
        string text = await SpecIntake.TextOfAsync(request, cancellation);
        intake.ReadNamed(text, name);
        string caller = request.HttpContext.Caller().Name;
        PutSpec put = await shelf.PutAsync(name, text, caller.Length > 0 ? caller : null, cancellation);
        SpecResource resource = SpecResource.Head(put.Spec);
        return put.IsNew ? TypedResults.Created($"{request.PathBase}{request.Path}/versions/{put.Spec.Version}", resource) : TypedResults.Ok(resource);
    }

    private static async Task<NoContent> DeleteAsync(string name, SpecShelf shelf, CancellationToken cancellation)
    {
        await shelf.DeleteAsync(name, cancellation);
        return TypedResults.NoContent();
    }
}
