using Tapir.Artifacts;
using Tapir.DurableTask.Protobuf;
using Tapir.Host.Engine;

namespace Tapir.Host.Holding;

/// <summary>What a state folder needs of its artifacts.</summary>
/// <param name="Keep">What its runs refer to.</param>
/// <param name="OpenSince">When the oldest call that is under way was asked for: what it has put or claimed, nothing refers to yet. Null when none is.</param>
internal sealed record StateNeeds(IReadOnlySet<ArtifactRef> Keep, DateTimeOffset? OpenSince)
{
    private static readonly OrchestrationRuntimeStatus[] Unfinished = [OrchestrationRuntimeStatus.Pending, OrchestrationRuntimeStatus.Running, OrchestrationRuntimeStatus.Suspended];

    public static async Task<StateNeeds> OfAsync(TapirEngine engine, CancellationToken cancellation)
    {
        // The calls first: one that ends meanwhile is still counted as open, and not missed by both looks.
        DateTimeOffset? openSince = await OldestOpenAsync(engine, cancellation);
        return new StateNeeds(await KeptArtifacts.OfAsync(engine, cancellation), openSince);
    }

    /// <summary>When calls were asked for that a history has no end of; also of one whose result is on its way.</summary>
    public static IEnumerable<DateTimeOffset> OpenCalls(IEnumerable<HistoryEvent> history)
    {
        Dictionary<int, DateTimeOffset> open = [];
        foreach (HistoryEvent happened in history)
        {
            switch (happened.EventTypeCase)
            {
                case HistoryEvent.EventTypeOneofCase.TaskScheduled:
                    open[happened.EventId] = happened.Timestamp.ToDateTimeOffset();
                    break;
                case HistoryEvent.EventTypeOneofCase.TaskCompleted:
                    open.Remove(happened.TaskCompleted.TaskScheduledId);
                    break;
                case HistoryEvent.EventTypeOneofCase.TaskFailed:
                    open.Remove(happened.TaskFailed.TaskScheduledId);
                    break;
            }
        }

        return open.Values;
    }

    private static async Task<DateTimeOffset?> OldestOpenAsync(TapirEngine engine, CancellationToken cancellation)
    {
        DateTimeOffset? oldest = null;
        await foreach (OrchestrationMetadata instance in engine.Client.GetAllInstancesAsync(new OrchestrationQuery(Statuses: Unfinished)).WithCancellation(cancellation))
        {
            foreach (DateTimeOffset asked in OpenCalls(await engine.Histories.ReadAsync(instance.InstanceId, cancellation)))
            {
                oldest = oldest < asked ? oldest : asked;
            }
        }

        return oldest;
    }
}
