using Google.Protobuf.WellKnownTypes;
using Tapir.DurableTask.Protobuf;
using Tapir.DurableTask.Sidecar.Storage;

namespace Tapir.DurableTask.Sidecar.Engine;

/// <summary>Continue-as-new: a new execution of the same instance. What was buffered comes before what arrived later.</summary>
internal sealed class NextExecution(HubTransaction transaction, InstanceRow row, CompleteOrchestrationAction again, DateTimeOffset now)
{
    /// <summary>Ends the present execution, history and all, and starts the next.</summary>
    /// <param name="status">The instance's status from now on: running, or suspended if it was.</param>
    /// <param name="customStatus">Its custom status from now on.</param>
    /// <param name="toSelf">What the ending execution sent to itself.</param>
    public void Begin(OrchestrationStatus status, string? customStatus, IReadOnlyList<HistoryEvent> toSelf)
    {
        ExecutionStartedEvent start = Start();
        List<HistoryEvent> late = [.. transaction.Inbox.Read(row.Key).Select(stored => stored.Event).Where(OutlivesExecution)];
        transaction.Inbox.DeleteAll(row.Key);
        transaction.Timers.DeleteAll(row.Key);
        transaction.History.DeleteAll(row.Key);
        transaction.Instances.CommitTurn(row.Key, status, now.UtcTicks, customStatus, orchestrationTrace: null, historyLength: 0, historyBytes: 0);
        transaction.Instances.BeginAgain(row.Key, start.OrchestrationInstance.ExecutionId, start);
        transaction.Deliver(row, Messages.Started(start, now));
        foreach (HistoryEvent message in toSelf)
        {
            transaction.Deliver(row, message);
        }

        if (status == OrchestrationStatus.Suspended && !late.Exists(entry => entry.ExecutionSuspended is not null))
        {
            transaction.Deliver(row, Messages.Suspended(reason: null, now));
        }

        foreach (HistoryEvent message in again.CarryoverEvents.Concat(late))
        {
            // Workers read the time of each event; what they hand over themselves may lack it.
            message.Timestamp ??= Timestamp.FromDateTimeOffset(now);
            transaction.Deliver(row, message);
        }

        transaction.AfterCommit(dispatcher => dispatcher.Turns.BeganAnew(row.Key, start.Version));
    }

    private static bool OutlivesExecution(HistoryEvent message) => message.EventTypeCase is
        HistoryEvent.EventTypeOneofCase.EventRaised or
        HistoryEvent.EventTypeOneofCase.ExecutionTerminated or
        HistoryEvent.EventTypeOneofCase.ExecutionSuspended or
        HistoryEvent.EventTypeOneofCase.ExecutionResumed;

    private ExecutionStartedEvent Start()
    {
        var start = new ExecutionStartedEvent
        {
            Name = row.Name,
            Version = again.NewVersion ?? row.Version,
            Input = again.Result,
            OrchestrationInstance = new OrchestrationInstance { InstanceId = row.Id, ExecutionId = Starting.NewId() },
            ParentInstance = row.Parent is null ? null : ParentInstanceInfo.Parser.ParseFrom(row.Parent),
            ParentTraceContext = row.Trace is null ? null : TraceContext.Parser.ParseFrom(row.Trace),
        };
        if (again.Tags.Count > 0)
        {
            start.Tags.Add(again.Tags);
        }
        else if (row.Tags is not null)
        {
            start.Tags.Add(ExecutionStartedEvent.Parser.ParseFrom(row.Tags).Tags);
        }

        return start;
    }
}
