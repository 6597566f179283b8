using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Net.Http.Headers;
using Tapir.Artifacts;
using Tapir.Host.Engine;

namespace Tapir.Host.Http.Artifacts;

/// <summary><c>GET /artifacts/DIGEST</c>: the bytes of an artifact, whole or in ranges, checked against the digest before the first is sent.</summary>
internal static class ArtifactEndpoints
{
    public static void MapArtifacts(this IEndpointRouteBuilder routes) => routes
        .MapGet("/artifacts/{digest}", ReadAsync)
        .ProducesProblem(StatusCodes.Status400BadRequest)
        .ProducesProblem(StatusCodes.Status404NotFound)
        .WithSummary("An artifact by its SHA-256, in ranges if asked for");

    private static async Task<IResult> ReadAsync(string digest, TapirEngine engine, CancellationToken cancellation)
    {
        if (!ArtifactRef.TryParse(digest, out ArtifactRef artifact))
        {
            return TypedResults.Problem($"'{digest}' is not an artifact's digest: expected 64 lower-case hexadecimal digits.", statusCode: StatusCodes.Status400BadRequest, title: "Wrong input");
        }

        Stream content = await engine.Artifacts.OpenAsync(artifact, cancellation);
        return TypedResults.Stream(content, "application/octet-stream", entityTag: new EntityTagHeaderValue($"\"{artifact.Digest}\""), enableRangeProcessing: true);
    }
}
