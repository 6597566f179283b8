using Google.Protobuf.WellKnownTypes;
using Tapir.DurableTask.Protobuf;
using Tapir.DurableTask.Sidecar.Engine;
using Tapir.DurableTask.Sidecar.Storage;

namespace Tapir.DurableTask.Sidecar.Dispatch;

/// <summary>Puts together what a worker is sent.</summary>
internal sealed class WorkItems(HubTransaction hub, HistoryCache cache)
{
    /// <summary>Above this encoded size a history is fetched by a stream, if the worker can: a stock channel receives 4 MB at most.</summary>
    public const long LargestInlineHistory = 1 << 20;

    private const int MostNewEvents = 1000;
    private const int MostNewBytes = 2 << 20;

    /// <summary>Leases the instance's next turn to a worker; null when nothing waits for it any more.</summary>
    public (TurnLease Lease, WorkItem Item)? Turn(InstanceSlot slot, WorkerConnection worker)
    {
        if (hub.Instances.Find(slot.Key) is not { IsFinished: false, Parked: null } row)
        {
            return null;
        }

        // CurrentUtcDateTime must not go back between turns, whatever the clock does.
        DateTimeOffset now = hub.Now;
        var newEvents = new List<HistoryEvent> { Messages.TurnStarted(now.UtcTicks < row.Updated ? new DateTimeOffset(row.Updated, TimeSpan.Zero) : now) };
        long last = -1;
        int bytes = 0;
        bool started = row.HistoryLength > 0;
        foreach (StoredEvent message in hub.Inbox.Read(slot.Key))
        {
            if (started && newEvents.Count > 1 && (newEvents.Count > MostNewEvents || bytes + message.Bytes > MostNewBytes))
            {
                slot.HasMore = true;
                break;
            }

            // A scheduled start may come after the first events; the orchestration sees it first all the same.
            bool start = message.Event.ExecutionStarted is not null;
            newEvents.Insert(start ? 1 : newEvents.Count, message.Event);
            started |= start;
            last = message.Sequence;
            bytes += message.Bytes;
        }

        if (newEvents.Count == 1 || !started)
        {
            return null;
        }

        var lease = new TurnLease(slot, worker, hub.NextSequence(), row.Turn, row.Id, newEvents, last);
        var request = new OrchestratorRequest { InstanceId = row.Id, ExecutionId = row.ExecutionId };
        request.NewEvents.AddRange(newEvents);
        if (row.OrchestrationTrace is not null)
        {
            request.OrchestrationTraceContext = OrchestrationTraceContext.Parser.ParseFrom(row.OrchestrationTrace);
        }

        AddHistory(request, row, slot, worker);
        return (lease, new WorkItem { OrchestratorRequest = request, CompletionToken = lease.Token });
    }

    /// <summary>The activity's work item; null when its result is there already.</summary>
    public WorkItem? Activity(ReadyItem item)
    {
        ActivityRequest? request = item.Request ?? hub.Activities.Find(item.Number)?.Request;
        var token = new CompletionToken(WorkKind.Activity, item.Instance, item.Number);
        return request is null ? null : new WorkItem { ActivityRequest = request, CompletionToken = token.ToString() };
    }

    private void AddHistory(OrchestratorRequest request, InstanceRow row, InstanceSlot slot, WorkerConnection worker)
    {
        if (row.HistoryLength == 0)
        {
            return;
        }

        if (worker.KeepsExecutors)
        {
            request.Properties[WarmExecutors.HistoryLengthProperty] = Value.ForNumber(row.HistoryLength);
        }

        bool warm = worker.KeepsExecutors && slot.LastWorker == worker;
        if (warm || (worker.StreamsHistory && row.HistoryBytes > LargestInlineHistory))
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
