using Google.Protobuf;
using Microsoft.Extensions.Logging;
using Tapir.DurableTask.Protobuf;
using Tapir.DurableTask.Sidecar.Dispatch;
using Tapir.DurableTask.Sidecar.Storage;

namespace Tapir.DurableTask.Sidecar.Engine;

/// <summary>Applies what an orchestrator decided in one turn: history, outgoing work, timers, children, state and the consumed inbox,
/// all in the transaction it is given.</summary>
internal sealed class TurnCompletion(HubTransaction transaction, InstanceRow row, TurnLease lease, OrchestratorResponse response, ILogger logger)
{
    private readonly DateTimeOffset now = transaction.NowFor(row);

    public void Apply()
    {
        transaction.Inbox.DeleteThrough(row.Key, lease.LastMessage);
        if (lease.StartMessage is { } start)
        {
            transaction.Inbox.Delete(row.Key, start);
        }

        var actions = new TurnActions(transaction, row, now, logger);
        OrchestratorAction? refusal = EntityRefusal.Of(response.Actions) ?? MessageSize.RefusalOf(response.Actions);
        foreach (OrchestratorAction action in refusal is null ? response.Actions : [refusal])
        {
            actions.Apply(action);
        }

        OrchestrationStatus before = row.Status;
        OrchestrationStatus after = before == OrchestrationStatus.Pending ? OrchestrationStatus.Running : before;
        if (actions.Completion is { OrchestrationStatus: OrchestrationStatus.ContinuedAsNew } again)
        {
            new NextExecution(transaction, row, again, now).Begin(after, response.CustomStatus, actions.ToSelf);
        }
        else
        {
            foreach (HistoryEvent message in actions.ToSelf)
            {
                transaction.Deliver(row, message);
            }

            Append(actions, actions.Completion?.OrchestrationStatus ?? after);
        }

        transaction.AfterCommit(dispatcher =>
        {
            dispatcher.Leases.Finished(lease);
            if (actions.Completion is not null || before == OrchestrationStatus.Pending)
            {
                dispatcher.Watch.Changed(row.Id);
            }
        });
    }

    /// <summary>Adds the turn's events to the history and, if it was the last turn, ends the instance.</summary>
    private void Append(TurnActions actions, OrchestrationStatus status)
    {
        if (actions.Completion is { } last)
        {
            actions.RecordEnd(last);
        }

        List<HistoryEvent> appended = [.. lease.NewEvents, .. actions.Recorded, Messages.TurnCompleted(now)];
        int length = row.HistoryLength;
        long bytes = row.HistoryBytes;
        foreach (HistoryEvent entry in appended)
        {
            bytes += transaction.History.Add(row.Key, length, entry);
            length++;
        }

        transaction.Instances.CommitTurn(row.Key, status, now.UtcTicks, response.CustomStatus, response.OrchestrationTraceContext?.ToByteArray(), length, bytes);
        transaction.AfterCommit(dispatcher => dispatcher.Histories.Grow(lease, appended, bytes));
        if (actions.Completion is { } final)
        {
            Ending.End(transaction, row, lease, final, now);
        }
    }
}
