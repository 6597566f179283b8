namespace Tapir.Host.Settings;

/// <summary>Section <c>tapir.telemetry</c> of <c>host.json</c>: where traces, metrics and logs are sent by OTLP. The standard variables (<c>OTEL_EXPORTER_OTLP_ENDPOINT</c>
/// and the others) say the same, and go before it.</summary>
internal sealed record TelemetrySettings
{
    /// <value>A collector's address, such as <c>http://localhost:4317</c>. Nothing is sent, and nothing measured, where neither this nor a variable names one.</value>
    [HttpAddress(ErrorMessage = "write an http or https address")]
    public string? Endpoint { get; init; }

    /// <value>How the collector is spoken to. Default grpc; a collector's usual port is 4317 for that, 4318 for httpProtobuf.</value>
    public TelemetryProtocol Protocol { get; init; } = TelemetryProtocol.Grpc;
}

internal enum TelemetryProtocol
{
    Grpc,
    HttpProtobuf,
}
