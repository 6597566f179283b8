using System.Reflection;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Tapir.Host.Telemetry;

/// <summary>Sends what the rooms measure by OTLP, as the standard variables say: endpoint, protocol, headers, sampling, intervals, resource attributes.</summary>
internal sealed class OtlpExport : IAsyncDisposable
{
    // A collector that does not answer must not keep a server from ending in time.
    private static readonly TimeSpan LastWords = TimeSpan.FromSeconds(3);

    private readonly OpenTelemetrySdk sdk;
    private readonly LoggerRelay? relay;

    private OtlpExport(OpenTelemetrySdk sdk, LoggerRelay? relay)
    {
        this.sdk = sdk;
        this.relay = relay;
    }

    /// <param name="routePrefix">What the paths of the HTTP API begin with; requests for others are not traced.</param>
    public static OtlpExport Start(TelemetryChoice choice, string routePrefix, ILoggerFactory loggers)
    {
        OpenTelemetrySdk sdk = OpenTelemetrySdk.Create(builder =>
        {
            builder.Services.AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection(choice.Defaults).AddEnvironmentVariables().Build());
            builder.ConfigureResource(Describe).UseOtlpExporter();
            if (choice.Traces)
            {
                builder.WithTracing(traces => traces
                    .AddSource("Tapir.*", "Microsoft.DurableTask")
                    .AddAspNetCoreInstrumentation(http => http.Filter = context => context.Request.Path.StartsWithSegments(new PathString($"/{routePrefix}"))));
            }

            if (choice.Metrics)
            {
                builder.WithMetrics(metrics => metrics.AddMeter("Tapir.*", "Microsoft.AspNetCore.Hosting", "System.Runtime"));
            }

            if (choice.Logs)
            {
                builder.WithLogging(configureBuilder: null, logging => logging.IncludeFormattedMessage = true);
            }
        });
        // Made when first asked for: from here on there are listeners.
        _ = (sdk.TracerProvider, sdk.MeterProvider);
        LoggerRelay? relay = choice.Logs ? new LoggerRelay(sdk.GetLoggerFactory()) : null;
        if (relay is not null)
        {
            loggers.AddProvider(relay);
        }

        return new OtlpExport(sdk, relay);
    }

    /// <summary>Sends what is left, for a few seconds at the most.</summary>
    public async ValueTask DisposeAsync()
    {
        relay?.Dispose();
        Task end = Task.Run(sdk.Dispose);
        await Task.WhenAny(end, Task.Delay(LastWords));
    }

    private static void Describe(ResourceBuilder resource) => resource
        .AddService("tapir", serviceVersion: typeof(OtlpExport).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion)
        // Once more, after ours: who sets OTEL_SERVICE_NAME means it.
        .AddEnvironmentVariableDetector();
}
