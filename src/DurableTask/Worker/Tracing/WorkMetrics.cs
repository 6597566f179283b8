using System.Diagnostics.Metrics;

namespace Tapir.DurableTask.Worker.Tracing;

/// <summary>How much a worker has in hand.</summary>
internal static class WorkMetrics
{
    private static readonly Meter Meter = new("Tapir.DurableTask");

    private static readonly UpDownCounter<int> Active = Meter.CreateUpDownCounter<int>(
        "durabletask.worker.active", "{item}", "Work items that this worker has in hand and is at work on, by kind.");

    public static void Begun(string kind) => Active.Add(1, new KeyValuePair<string, object?>(TaskSpans.Type, kind));

    public static void Ended(string kind) => Active.Add(-1, new KeyValuePair<string, object?>(TaskSpans.Type, kind));
}
