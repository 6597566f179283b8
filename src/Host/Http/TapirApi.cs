using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Scalar.AspNetCore;
using Tapir.Host.Http.Artifacts;
using Tapir.Host.Http.Health;
using Tapir.Host.Http.Problems;
using Tapir.Host.Http.Runs;
using Tapir.Host.State;

namespace Tapir.Host.Http;

/// <summary>The HTTP API, its description and the page of it.</summary>
internal static class TapirApi
{
    public static IServiceCollection AddTapirApi(this IServiceCollection services) => services
        .ConfigureHttpJsonOptions(json =>
        {
            json.SerializerOptions.DefaultIgnoreCondition = StateJson.Options.DefaultIgnoreCondition;
            json.SerializerOptions.Encoder = StateJson.Options.Encoder;
            foreach (System.Text.Json.Serialization.JsonConverter converter in StateJson.Options.Converters)
            {
                json.SerializerOptions.Converters.Add(converter);
            }
        })
        .AddProblemDetails()
        .AddExceptionHandler<ExceptionProblems>()
        .AddOpenApi("tapir", api => api.AddDocumentTransformer((document, _, _) =>
        {
            document.Info.Title = "Tapir";
            document.Info.Description = "Starts and watches distillations. Errors are problem details (RFC 9457).";
            return Task.CompletedTask;
        }));

    /// <param name="prefix">What the paths begin with, such as <c>api</c>.</param>
    public static void UseTapirApi(this WebApplication web, string prefix)
    {
        web.UseExceptionHandler();
        web.UseStatusCodePages();
        RouteGroupBuilder api = web.MapGroup($"/{prefix}");
        api.MapRunStart();
        api.MapRunQueries();
        api.MapRunEvents();
        api.MapRunControl();
        api.MapRunFiles();
        api.MapArtifacts();
        web.MapHealth();
        web.MapOpenApi($"/{prefix}/{{documentName}}.json");
        web.MapScalarApiReference($"/{prefix}/docs", page => page.WithTitle("Tapir").WithOpenApiRoutePattern($"/{prefix}/{{documentName}}.json").AddDocument("tapir"));
    }
}
