using System.Diagnostics.Metrics;

namespace Tapir.DurableTask.Sidecar;

/// <summary>What lies in a task hub, counted whenever a reader of metrics asks, and never otherwise.</summary>
internal sealed class HubMetrics : IDisposable
{
    private readonly Meter meter = new("Tapir.DurableTask");

    /// <param name="count">Counts what is in the hub now.</param>
    /// <param name="workers">Counts the workers that are connected now.</param>
    /// <param name="clock">The hub's, by which ages are told.</param>
    public HubMetrics(Func<HubStatus> count, Func<int> workers, TimeProvider clock)
    {
        meter.CreateObservableGauge(
            "durabletask.hub.instances",
            () => count().Instances.Select(status => Measured(status.Value, "durabletask.task.status", status.Key)),
            "{instance}",
            "Orchestration instances by status.");
        meter.CreateObservableGauge(
            "durabletask.hub.backlog",
            () => BacklogOf(count()),
            "{item}",
            "What waits or is being worked on, by kind: messages that no turn has taken, activities without a result, timers whose time has not come.");
        meter.CreateObservableGauge(
            "durabletask.hub.parked", () => count().Parked, "{item}", "Work that was handed out too often without an answer, or that no connected worker takes.");
        meter.CreateObservableGauge(
            "durabletask.hub.oldest", () => AgesIn(count(), clock.GetUtcNow()), "s", "Age of the oldest open work, by kind; 0 when there is none.");
        meter.CreateObservableGauge("durabletask.hub.workers", workers, "{worker}", "Workers that are connected.");
    }

    public void Dispose() => meter.Dispose();

    private static Measurement<long>[] BacklogOf(HubStatus status) =>
    [
        Measured(status.InboxMessages, "durabletask.type", "message"),
        Measured(status.PendingActivities, "durabletask.type", "activity"),
        Measured(status.Timers, "durabletask.type", "timer"),
    ];

    private static Measurement<double>[] AgesIn(HubStatus status, DateTimeOffset now) =>
    [
        Age("message", status.OldestMessage, now),
        Age("activity", status.OldestActivity, now),
    ];

    private static Measurement<double> Age(string kind, DateTimeOffset? since, DateTimeOffset now) =>
        new(since is { } begun ? Math.Max(0, (now - begun).TotalSeconds) : 0, new KeyValuePair<string, object?>("durabletask.type", kind));

    private static Measurement<long> Measured(long value, string name, string of) => new(value, new KeyValuePair<string, object?>(name, of));
}
