using Google.Protobuf.WellKnownTypes;
using Tapir.DurableTask.Protobuf;
using Tapir.DurableTask.Sidecar.Engine;
using Tapir.DurableTask.Sidecar.Storage;

namespace Tapir.DurableTask.Sidecar.Dispatch;

/// <summary>Puts together what a worker is sent.</summary>
internal sealed class WorkItems(HubTransaction hub, HistoryCache cache)
{
    /// <summary>Above this encoded size, together with what is new, a history is fetched by a stream, if the worker can: a stock channel receives 4 MB at most.</summary>
    public const long LargestInlineHistory = 1 << 20;

    private const int MostNewEvents = 1000;
    private const int MostNewBytes = 2 << 20;

    /// <summary>Leases the instance's next turn to a worker; null when nothing waits for it any more.</summary>
    public (TurnLease Lease, WorkItem Item)? Turn(InstanceSlot slot, WorkerConnection worker)
    {
        if (hub.Instances.Find(slot.Key) is not { IsFinished: false, Parked: null } row || hub.WaitsForItsStart(row))
        {
            return null;
        }

        StoredEvent? start = row.HistoryLength > 0 ? null : StartOf(slot.Key);
        if (row.HistoryLength == 0 && start is null)
        {
            return null;
        }

        // A scheduled start comes after the first events; the orchestration sees it first all the same.
        List<HistoryEvent> newEvents = [Messages.TurnStarted(hub.NowFor(row)), .. start is { } begin ? [begin.Event] : Array.Empty<HistoryEvent>()];
        long last = -1;
        long bytes = start?.Bytes ?? 0;
        foreach (StoredEvent message in hub.Inbox.Read(slot.Key))
        {
            if (message.Sequence == start?.Sequence)
            {
                continue;
            }

            if (newEvents.Count > 1 && (newEvents.Count > MostNewEvents || bytes + message.Bytes > MostNewBytes))
            {
                slot.HasMore = true;
                break;
            }

            newEvents.Add(message.Event);
            last = message.Sequence;
            bytes += message.Bytes;
        }

        if (newEvents.Count == 1)
        {
            return null;
        }

        var lease = new TurnLease(slot, worker, hub.NextSequence(), row.Turn, row.Id, newEvents, start?.Sequence, last);
        var request = new OrchestratorRequest { InstanceId = row.Id, ExecutionId = row.ExecutionId };
        request.NewEvents.AddRange(newEvents);
        if (row.OrchestrationTrace is not null)
        {
            request.OrchestrationTraceContext = OrchestrationTraceContext.Parser.ParseFrom(row.OrchestrationTrace);
        }

        AddHistory(request, row, slot, worker, bytes);
        return (lease, new WorkItem { OrchestratorRequest = request, CompletionToken = lease.Token });
    }

    /// <summary>Gives an activity into a worker's hands; null when its result is there already.</summary>
    public (HeldActivity Held, WorkItem Item)? Activity(ReadyItem item, WorkerConnection worker)
    {
        if ((item.Request ?? hub.Activities.Find(item.Number)?.Request) is not { } request)
        {
            return null;
        }

        var held = new HeldActivity(item, worker, hub.NextSequence(), request);
        return (held, new WorkItem { ActivityRequest = request, CompletionToken = held.Token.ToString() });
    }

    private StoredEvent? StartOf(long key)
    {
        foreach (StoredEvent message in hub.Inbox.Read(key))
        {
            if (message.Event.ExecutionStarted is not null)
            {
                return message;
            }
        }

        return null;
    }

    private void AddHistory(OrchestratorRequest request, InstanceRow row, InstanceSlot slot, WorkerConnection worker, long newBytes)
    {
        if (row.HistoryLength == 0)
        {
            return;
        }

        if (worker.KeepsExecutors && slot.LastWorker == worker)
        {
            // Only to the one that answered the last turn: another's answer, which did not count, may have come to the same length.
            request.Properties[WarmExecutors.HistoryLengthProperty] = Value.ForNumber(row.HistoryLength);
            request.RequiresHistoryStreaming = true;
            return;
        }

        if (worker.StreamsHistory && row.HistoryBytes + newBytes > LargestInlineHistory)
        {
            request.RequiresHistoryStreaming = true;
            return;
        }

        if (slot.History is null)
        {
            List<HistoryEvent> history = [.. hub.History.ReadWhole(slot.Key, row.HistoryLength).Select(stored => stored.Event)];
            request.PastEvents.AddRange(history);
            if (!worker.KeepsExecutors)
            {
                cache.Keep(slot, history, row.HistoryBytes);
            }

            return;
        }

        request.PastEvents.AddRange(slot.History);
    }
}
