using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Tapir.Host.ModelServing;

/// <summary><c>/v1/models</c>, and <c>/health</c> for whoever watches the process.</summary>
internal static class ModelEndpoints
{
    public static void MapModels(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/v1/models", (ServedModel model) => TypedResults.Json(new ModelListDocument("list", [DocumentOf(model)]), OpenAIJson.Options));
        routes.MapGet("/v1/models/{id}", (string id, ServedModel model) => id == model.Name
            ? TypedResults.Json(DocumentOf(model), OpenAIJson.Options)
            : throw new OpenAIException(StatusCodes.Status404NotFound, "invalid_request_error", $"The model '{id}' is not served here; '{model.Name}' is.", "model", "model_not_found"));
        routes.MapGet("/health", (ServedModel model) => TypedResults.Json(new ModelHealthDocument(model.Runner.IsStopping ? "stopping" : "ok", model.Runner.Open), OpenAIJson.Options, statusCode: model.Runner.IsStopping ? StatusCodes.Status503ServiceUnavailable : StatusCodes.Status200OK)).AllowAnonymous().DisableRateLimiting();
    }

    private static ModelDocument DocumentOf(ServedModel model) => new(model.Name, "model", model.Since.ToUnixTimeSeconds(), "tapir", model.Runner.ContextLength);
}

internal sealed record ModelListDocument(string Object, IReadOnlyList<ModelDocument> Data);

/// <param name="MaxModelLen">Most tokens of a conversation with its answer; vLLM's name for it, which OpenAI's API has none for.</param>
internal sealed record ModelDocument(string Id, string Object, long Created, string OwnedBy, int MaxModelLen);

/// <param name="OpenRequests">Answers that are made or waited for now.</param>
internal sealed record ModelHealthDocument(string Status, int OpenRequests);
