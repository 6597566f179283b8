using System.Diagnostics.Metrics;
using Tapir.Host.Serving;

namespace Tapir.Host.Telemetry;

/// <summary>The runs of a server by status, counted whenever a reader of metrics asks, and never otherwise.</summary>
internal sealed class RunMetrics : IAsyncDisposable
{
    private readonly Meter meter = new("Tapir.Host");

    public RunMetrics(RunDirectory runs) => meter.CreateObservableGauge(
        "tapir.runs",
        // A reader of metrics has a thread of its own, and nothing else to do on it.
        () => runs.CountAsync(CancellationToken.None).GetAwaiter().GetResult().Select(count => new Measurement<int>(count.Value, new KeyValuePair<string, object?>("tapir.run.status", count.Key))),
        "{run}",
        "Runs by status: queued is the length of the line, paused and waiting want a person.");

    public ValueTask DisposeAsync()
    {
        meter.Dispose();
        return ValueTask.CompletedTask;
    }
}
