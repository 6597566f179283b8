using Tapir.Host.Settings;

namespace Tapir.Host.Telemetry;

/// <summary>What is to be sent, by the standard variables of OpenTelemetry first and <c>host.json</c> after them.</summary>
/// <param name="Defaults">Standard variables that hold where the environment has none of that name.</param>
internal sealed record TelemetryChoice(bool Traces, bool Metrics, bool Logs, IReadOnlyDictionary<string, string?> Defaults)
{
    private const string Endpoint = "OTEL_EXPORTER_OTLP_ENDPOINT";

    public bool IsNothing => !Traces && !Metrics && !Logs;

    /// <param name="variable">Reads an environment variable; null or empty for none.</param>
    public static TelemetryChoice Of(TelemetrySettings settings, Func<string, string?> variable)
    {
        bool isNamed = IsSet(Endpoint);
        Dictionary<string, string?> defaults = [];
        if (!isNamed && settings.Endpoint is { } endpoint)
        {
            defaults[Endpoint] = endpoint;
            defaults["OTEL_EXPORTER_OTLP_PROTOCOL"] = settings.Protocol == TelemetryProtocol.Grpc ? "grpc" : "http/protobuf";
            isNamed = true;
        }

        bool isOff = Is("OTEL_SDK_DISABLED", "true");
        return new TelemetryChoice(IsSent("TRACES"), IsSent("METRICS"), IsSent("LOGS"), defaults);

        bool IsSent(string signal) => !isOff && (isNamed || IsSet($"OTEL_EXPORTER_OTLP_{signal}_ENDPOINT")) && !Is($"OTEL_{signal}_EXPORTER", "none");

        bool IsSet(string name) => !string.IsNullOrWhiteSpace(variable(name));

        bool Is(string name, string value) => string.Equals(variable(name), value, StringComparison.OrdinalIgnoreCase);
    }
}
