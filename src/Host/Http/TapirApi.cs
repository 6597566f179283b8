using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.OpenApi;
using Scalar.AspNetCore;
using Tapir.Host.Http.Access;
using Tapir.Host.Http.Artifacts;
using Tapir.Host.Http.Examples;
using Tapir.Host.Http.Health;
using Tapir.Host.Http.Reviews;
using Tapir.Host.Http.Runs;
using Tapir.Host.Http.Schedules;
using Tapir.Host.Http.Specs;
using Tapir.Host.Specs;
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
        // So that a value that cannot be read is told like everything else that is wrong.
        .Configure<RouteHandlerOptions>(handlers => handlers.ThrowOnBadRequest = true)
        .AddSingleton<SpecIntake>()
        .AddSingleton<Readiness>()
        .AddOpenApi("tapir", api => api.AddDocumentTransformer((document, _, _) =>
        {
            document.Info.Title = "Tapir";
            document.Info.Description = "Starts and watches distillations. Errors are problem details (RFC 9457).";
            document.Components ??= new OpenApiComponents();
            document.AddComponent("key", new OpenApiSecurityScheme
            {
                Type = SecuritySchemeType.Http,
                Scheme = "bearer",
                Description = "A key that `tapir keys add` made; not needed on this machine while there is none.",
            });
            document.Security = [new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference("key", document)] = [] }];
            return Task.CompletedTask;
        }).AddSchemaTransformer((schema, context, _) =>
        {
            if ((Nullable.GetUnderlyingType(context.JsonTypeInfo.Type) ?? context.JsonTypeInfo.Type) == typeof(TimeSpan))
            {
                // As specs and schedules have it, which are read as YAML.
                (schema.Pattern, schema.Description) = (null, $"A number and a unit: {Duration.Examples}.");
            }

            return Task.CompletedTask;
        }));

    /// <param name="prefix">What the paths begin with, such as <c>api</c>.</param>
    public static void MapTapirApi(this WebApplication web, string prefix)
    {
        RouteGroupBuilder api = web.MapGroup($"/{prefix}").RefuseUnknownParameters().WaitShortlyForStores();
        api.MapRunStart();
        api.MapRunQueries();
        api.MapRunEvents();
        api.MapRunControl();
        api.MapRunBudget();
        api.MapRunTraces();
        api.MapRunLogEvents();
        api.MapRunFiles();
        api.MapExamples();
        api.MapRunRatings();
        api.MapSpecs();
        api.MapSchedules();
        api.MapReviews();
        api.MapValidate();
        api.MapArtifacts();
        api.MapSession();
        web.MapHealth();
        web.MapOpenApi($"/{prefix}/{{documentName}}.json").AllowAnonymous();
        web.MapScalarApiReference($"/{prefix}/docs", page => page.WithTitle("Tapir").WithOpenApiRoutePattern($"/{prefix}/{{documentName}}.json").AddDocument("tapir")).AllowAnonymous();
    }
}
