using Google.Protobuf;
using Grpc.Core;
using Tapir.DurableTask.Protobuf;
using Tapir.DurableTask.Sidecar.Queries;
using Tapir.DurableTask.Sidecar.Storage;

namespace Tapir.DurableTask.Sidecar.Engine;

/// <summary>Lets a failed instance go on from where it failed, and with it the sub-orchestrations that failed it, down to the last.</summary>
/// <remarks>The protocol has a worker rewrite the history. Here the hub does it, all generations in one transaction: no worker has to be there, and any SDK's will do.
/// What a worker sees is what it sees after its own rewriting: a history without the end, and a new event that says that it was rewound.</remarks>
internal sealed class Rewinding(HubTransaction transaction, string? reason)
{
    private readonly Stack<(InstanceRow Row, string? ParentExecution)> waiting = [];

    /// <exception cref="RpcException">NotFound: no such instance; FailedPrecondition: it has not failed.</exception>
    public static void Rewind(HubTransaction transaction, RewindInstanceRequest request)
    {
        InstanceRow row = transaction.Instances.Find(request.InstanceId) ?? throw Refusals.NoSuchInstance(request.InstanceId);
        if (row.Status != OrchestrationStatus.Failed)
        {
            throw Refusals.Because(
                StatusCode.FailedPrecondition,
                $"The orchestration instance '{Refusals.Shorten(row.Id)}' is {row.Status}; only one that has failed can be rewound.{(row.IsFinished ? " Restart it instead." : string.Empty)}");
        }

        var rewinding = new Rewinding(transaction, request.Reason);
        rewinding.waiting.Push((row, null));
        while (rewinding.waiting.TryPop(out (InstanceRow Row, string? ParentExecution) next))
        {
            rewinding.Rewind(next.Row, next.ParentExecution);
        }
    }

    private void Rewind(InstanceRow row, string? parentExecution)
    {
        string execution = Starting.NewId();
        RewoundHistory history = RewoundHistory.Of([.. transaction.History.ReadWhole(row.Key, row.HistoryLength).Select(stored => stored.Event)]);
        List<HistoryEvent> unread = [.. transaction.Inbox.Read(row.Key).Select(stored => stored.Event).Where(history.Take)];
        ParentInstanceInfo? parent = row.Parent is null ? null : ParentInstanceInfo.Parser.ParseFrom(row.Parent);
        if (parent is not null && parentExecution is not null)
        {
            parent.OrchestrationInstance.ExecutionId = parentExecution;
        }

        long bytes = Rewrite(row, history.Events, execution, parent);
        transaction.Instances.Rewind(
            row.Key,
            history.IsSuspended ? OrchestrationStatus.Suspended : OrchestrationStatus.Running,
            transaction.NowFor(row).UtcTicks,
            execution,
            parent?.ToByteArray(),
            history.Events.Count,
            bytes);
        InstanceRow rewound = transaction.Instances.Find(row.Key)!;
        transaction.Inbox.DeleteAll(row.Key);
        foreach (HistoryEvent message in unread.Prepend(Messages.Rewound(reason, parentExecution, transaction.Now)))
        {
            transaction.Deliver(rewound, message);
        }

        HashSet<int> pending = KeepActivities(row, rewound, history);
        foreach ((int id, HistoryEvent decision) in history.Open.OrderBy(entry => entry.Key))
        {
            Resume(row, rewound, id, decision, isPending: pending.Contains(id));
        }

        Parking.Retry(transaction, rewound);
        transaction.AfterCommit(dispatcher => dispatcher.Watch.Changed(row.Id));
    }

    private long Rewrite(InstanceRow row, IReadOnlyList<HistoryEvent> events, string execution, ParentInstanceInfo? parent)
    {
        transaction.History.DeleteAll(row.Key);
        long bytes = 0;
        for (int place = 0; place < events.Count; place++)
        {
            HistoryEvent entry = events[place];
            if (entry.ExecutionStarted is { } start)
            {
                start.OrchestrationInstance.ExecutionId = execution;
                start.ParentInstance = parent;
            }

            bytes += transaction.History.Add(row.Key, place, entry);
        }

        return bytes;
    }

    /// <summary>Activities that have no result yet go on, whoever has them in hand; those whose call was taken back go, and those that an execution before the last continue-as-new left behind.</summary>
    /// <returns>The numbers of those that go on.</returns>
    private HashSet<int> KeepActivities(InstanceRow before, InstanceRow row, RewoundHistory history)
    {
        HashSet<int> pending = [];
        foreach (long sequence in transaction.Activities.SequencesOf(row.Key))
        {
            if (transaction.Activities.Find(sequence) is { } activity && activity.ExecutionId == before.ExecutionId && history.Open.ContainsKey(activity.TaskId))
            {
                transaction.Activities.Adopt(sequence, row.ExecutionId);
                pending.Add(activity.TaskId);
                continue;
            }

            transaction.Activities.Delete(sequence);
            transaction.AfterCommit(dispatcher => dispatcher.Activities.Gone(sequence));
        }

        return pending;
    }

    /// <summary>Has a decision without a result carried out, where it is not being carried out already.</summary>
    private void Resume(InstanceRow before, InstanceRow row, int id, HistoryEvent decision, bool isPending)
    {
        switch (decision.EventTypeCase)
        {
            case HistoryEvent.EventTypeOneofCase.TaskScheduled when !isPending:
                Scheduling.Activity(transaction, row, id, decision.TaskScheduled);
                break;
            case HistoryEvent.EventTypeOneofCase.TimerCreated:
                Scheduling.Timer(transaction, row, id, decision.TimerCreated.FireAt);
                break;
            case HistoryEvent.EventTypeOneofCase.SubOrchestrationInstanceCreated:
                ResumeChild(before, row, id, decision.SubOrchestrationInstanceCreated);
                break;
            default:
                break;
        }
    }

    private void ResumeChild(InstanceRow before, InstanceRow row, int id, SubOrchestrationInstanceCreatedEvent created)
    {
        InstanceRow? child = transaction.Instances.Find(created.InstanceId) is { Parent: not null } found && IsChild(found, before, id) ? found : null;
        switch (child?.Status)
        {
            case OrchestrationStatus.Failed:
                waiting.Push((child, row.ExecutionId));
                break;
            case OrchestrationStatus.Completed:
                transaction.Deliver(row, Messages.ChildCompleted(id, transaction.Instances.OutputOf(child.Key), transaction.Now));
                break;
            case null or OrchestrationStatus.Terminated or OrchestrationStatus.Canceled:
                // It was removed, or ended by somebody, or another instance had its id: it begins anew.
                Starting.StartChild(transaction, row, id, created, transaction.Now);
                break;
            default:
                ParentInstanceInfo parent = ParentInstanceInfo.Parser.ParseFrom(child.Parent);
                parent.OrchestrationInstance.ExecutionId = row.ExecutionId;
                transaction.Instances.SetParent(child.Key, parent.ToByteArray());
                break;
        }
    }

    private static bool IsChild(InstanceRow child, InstanceRow parent, int id)
    {
        ParentInstanceInfo info = ParentInstanceInfo.Parser.ParseFrom(child.Parent);
        return info.TaskScheduledId == id && info.OrchestrationInstance.InstanceId == parent.Id && info.OrchestrationInstance.ExecutionId == parent.ExecutionId;
    }
}
