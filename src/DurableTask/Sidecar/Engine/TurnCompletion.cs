using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Microsoft.Extensions.Logging;
using Tapir.DurableTask.Protobuf;
using Tapir.DurableTask.Sidecar.Dispatch;
using Tapir.DurableTask.Sidecar.Storage;

namespace Tapir.DurableTask.Sidecar.Engine;

/// <summary>Applies what an orchestrator decided in one turn: history, outgoing work, timers, children, state and the consumed inbox,
/// all in the transaction it is given.</summary>
internal sealed class TurnCompletion
{
    private readonly HubTransaction transaction;
    private readonly InstanceRow row;
    private readonly TurnLease lease;
    private readonly OrchestratorResponse response;
    private readonly ILogger logger;
    private readonly DateTimeOffset now;
    private readonly List<HistoryEvent> appended;
    private readonly List<OrchestratorAction> toSelf = [];
    private CompleteOrchestrationAction? completion;
    private int completionId;

    public TurnCompletion(HubTransaction transaction, InstanceRow row, TurnLease lease, OrchestratorResponse response, ILogger logger)
    {
        this.transaction = transaction;
        this.row = row;
        this.lease = lease;
        this.response = response;
        this.logger = logger;
        now = transaction.Now;
        appended = [.. lease.NewEvents];
    }

    public void Apply()
    {
        transaction.Inbox.DeleteThrough(row.Key, lease.LastMessage);
        foreach (OrchestratorAction action in response.Actions)
        {
            Apply(action);
        }

        if (completion is { OrchestrationStatus: OrchestrationStatus.ContinuedAsNew })
        {
            BeginAgain(completion);
        }
        else
        {
            foreach (OrchestratorAction action in toSelf)
            {
                transaction.Deliver(row, Messages.Raised(action.SendEvent.Name, action.SendEvent.Data, now));
            }

            Append();
        }

        OrchestrationStatus before = row.Status;
        transaction.AfterCommit(dispatcher =>
        {
            dispatcher.Leases.Finished(lease);
            if (completion is not null || before == OrchestrationStatus.Pending)
            {
                dispatcher.Watch.Changed(row.Id);
            }
        });
    }

    private void Apply(OrchestratorAction action)
    {
        switch (action.OrchestratorActionTypeCase)
        {
            case OrchestratorAction.OrchestratorActionTypeOneofCase.ScheduleTask:
                Schedule(action);
                break;
            case OrchestratorAction.OrchestratorActionTypeOneofCase.CreateTimer:
                Timestamp fireAt = action.CreateTimer.FireAt;
                Record(action, entry => entry.TimerCreated = new TimerCreatedEvent { FireAt = fireAt });
                transaction.DeliverAt(row, NotBefore(fireAt), Messages.TimerFired(action.Id, fireAt));
                break;
            case OrchestratorAction.OrchestratorActionTypeOneofCase.CreateSubOrchestration:
                CreateSubOrchestrationAction child = action.CreateSubOrchestration;
                Record(action, entry =>
                {
                    entry.SubOrchestrationInstanceCreated = new SubOrchestrationInstanceCreatedEvent
                    {
                        InstanceId = child.InstanceId,
                        Name = child.Name,
                        Version = child.Version,
                        Input = child.Input,
                        ParentTraceContext = child.ParentTraceContext,
                    };
                    entry.SubOrchestrationInstanceCreated.Tags.Add(child.Tags);
                });
                Starting.StartChild(transaction, row, action, now);
                break;
            case OrchestratorAction.OrchestratorActionTypeOneofCase.SendEvent:
                Send(action);
                break;
            case OrchestratorAction.OrchestratorActionTypeOneofCase.CompleteOrchestration:
                completion = action.CompleteOrchestration;
                completionId = action.Id;
                break;
            case OrchestratorAction.OrchestratorActionTypeOneofCase.TerminateOrchestration:
                if (transaction.Instances.Find(action.TerminateOrchestration.InstanceId) is { IsFinished: false } target)
                {
                    Steering.Terminate(transaction, target, action.TerminateOrchestration.Reason, action.TerminateOrchestration.Recurse);
                }

                break;
            default:
                logger.ActionIgnored(row.Id, action.OrchestratorActionTypeCase.ToString());
                break;
        }
    }

    private void Schedule(OrchestratorAction action)
    {
        ScheduleTaskAction task = action.ScheduleTask;
        Record(action, entry =>
        {
            entry.TaskScheduled = new TaskScheduledEvent { Name = task.Name, Version = task.Version, Input = task.Input, ParentTraceContext = task.ParentTraceContext };
            entry.TaskScheduled.Tags.Add(task.Tags);
        });
        var request = new ActivityRequest
        {
            Name = task.Name,
            Version = task.Version,
            Input = task.Input,
            OrchestrationInstance = new OrchestrationInstance { InstanceId = row.Id, ExecutionId = row.ExecutionId },
            TaskId = action.Id,
            ParentTraceContext = task.ParentTraceContext,
        };
        request.Tags.Add(task.Tags);
        long sequence = transaction.NextSequence();
        transaction.Activities.Add(sequence, row.Key, row.ExecutionId, request);
        transaction.AfterCommit(dispatcher => dispatcher.Activities.Scheduled(row.Key, sequence, task.Name, task.Version, request));
    }

    private void Send(OrchestratorAction action)
    {
        SendEventAction sent = action.SendEvent;
        string target = sent.Instance?.InstanceId ?? string.Empty;
        Record(action, entry => entry.EventSent = new EventSentEvent { InstanceId = target, Name = sent.Name, Input = sent.Data });
        if (target == row.Id)
        {
            toSelf.Add(action);
        }
        else if (transaction.Instances.Find(target) is { IsFinished: false } receiver)
        {
            transaction.Deliver(receiver, Messages.Raised(sent.Name, sent.Data, now));
        }
        else
        {
            logger.EventDropped(row.Id, sent.Name, target);
        }
    }

    /// <summary>Adds the turn's events to the history and, if it was the last turn, ends the instance.</summary>
    private void Append()
    {
        OrchestrationStatus status = row.Status == OrchestrationStatus.Pending ? OrchestrationStatus.Running : row.Status;
        if (completion is not null)
        {
            status = completion.OrchestrationStatus;
            Record(completionId, entry => entry.ExecutionCompleted = new ExecutionCompletedEvent
            {
                OrchestrationStatus = completion.OrchestrationStatus,
                Result = completion.Result,
                FailureDetails = completion.FailureDetails,
            });
        }

        appended.Add(Messages.TurnCompleted(now));
        int length = row.HistoryLength;
        long bytes = row.HistoryBytes;
        foreach (HistoryEvent entry in appended)
        {
            bytes += transaction.History.Add(row.Key, length, entry);
            length++;
        }

        transaction.Instances.CommitTurn(row.Key, status, now.UtcTicks, response.CustomStatus, response.OrchestrationTraceContext?.ToByteArray(), length, bytes);
        transaction.AfterCommit(dispatcher => dispatcher.Histories.Grow(lease, appended, bytes));
        if (completion is not null)
        {
            End(completion, status);
        }
    }

    private void End(CompleteOrchestrationAction final, OrchestrationStatus status)
    {
        transaction.Instances.Finish(row.Key, status, now.UtcTicks, final.Result, final.FailureDetails);
        transaction.Inbox.DeleteAll(row.Key);
        transaction.Timers.DeleteAll(row.Key);
        if (status == OrchestrationStatus.Terminated)
        {
            IReadOnlyList<long> activities = transaction.Activities.SequencesOf(row.Key);
            transaction.Activities.DeleteAll(row.Key);
            transaction.AfterCommit(dispatcher => dispatcher.Activities.Gone(activities));
            if (lease.NewEvents.Any(entry => entry.ExecutionTerminated?.Recurse == true))
            {
                Steering.TerminateChildren(transaction, row, final.Result);
            }
        }

        TellParent(final, status);
        transaction.AfterCommit(dispatcher => dispatcher.Turns.Forget(row.Key));
    }

    private void TellParent(CompleteOrchestrationAction final, OrchestrationStatus status)
    {
        if (row.Parent is null)
        {
            return;
        }

        ParentInstanceInfo parent = ParentInstanceInfo.Parser.ParseFrom(row.Parent);
        InstanceRow? receiver = transaction.Instances.Find(parent.OrchestrationInstance.InstanceId);
        if (receiver is null || receiver.IsFinished || receiver.ExecutionId != parent.OrchestrationInstance.ExecutionId)
        {
            return;
        }

        transaction.Deliver(receiver, status == OrchestrationStatus.Completed
            ? Messages.ChildCompleted(parent.TaskScheduledId, final.Result, now)
            : Messages.ChildFailed(parent.TaskScheduledId, final.FailureDetails ?? Ended(status, final.Result), now));
    }

    private TaskFailureDetails Ended(OrchestrationStatus status, string? result) => new()
    {
        ErrorType = "Orchestration" + status,
        ErrorMessage = $"The sub-orchestration '{row.Id}' ({row.Name}) ended as {status}{(result is null ? "." : ": " + result)}",
    };

    /// <summary>Continue-as-new: a new execution of the same instance. What was buffered comes before what arrived later.</summary>
    private void BeginAgain(CompleteOrchestrationAction again)
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

        List<HistoryEvent> late = [.. transaction.Inbox.Read(row.Key).Select(stored => stored.Event).Where(OutlivesExecution)];
        transaction.Inbox.DeleteAll(row.Key);
        transaction.Timers.DeleteAll(row.Key);
        transaction.History.DeleteAll(row.Key);
        OrchestrationStatus status = row.Status == OrchestrationStatus.Pending ? OrchestrationStatus.Running : row.Status;
        transaction.Instances.CommitTurn(row.Key, status, now.UtcTicks, response.CustomStatus, orchestrationTrace: null, historyLength: 0, historyBytes: 0);
        transaction.Instances.BeginAgain(row.Key, start.OrchestrationInstance.ExecutionId, start);
        transaction.Deliver(row, Messages.Started(start, now));
        foreach (OrchestratorAction action in toSelf)
        {
            transaction.Deliver(row, Messages.Raised(action.SendEvent.Name, action.SendEvent.Data, now));
        }

        if (status == OrchestrationStatus.Suspended && !late.Exists(entry => entry.ExecutionSuspended is not null))
        {
            transaction.Deliver(row, Messages.Suspended(reason: null, now));
        }

        foreach (HistoryEvent message in again.CarryoverEvents.Concat(late))
        {
            transaction.Deliver(row, message);
        }

        transaction.AfterCommit(dispatcher => dispatcher.Turns.BeganAnew(row.Key, start.Version));
    }

    private static bool OutlivesExecution(HistoryEvent message) => message.EventTypeCase is
        HistoryEvent.EventTypeOneofCase.EventRaised or
        HistoryEvent.EventTypeOneofCase.ExecutionTerminated or
        HistoryEvent.EventTypeOneofCase.ExecutionSuspended or
        HistoryEvent.EventTypeOneofCase.ExecutionResumed;

    private void Record(OrchestratorAction action, Action<HistoryEvent> fill) => Record(action.Id, fill);

    private void Record(int eventId, Action<HistoryEvent> fill)
    {
        var entry = new HistoryEvent { EventId = eventId, Timestamp = Timestamp.FromDateTimeOffset(now) };
        fill(entry);
        appended.Add(entry);
    }

    /// <summary>Timestamps have nanoseconds, the hub's clock ticks of 100: round up, so that no timer fires early.</summary>
    private static DateTimeOffset NotBefore(Timestamp time)
    {
        DateTimeOffset truncated = time.ToDateTimeOffset();
        return time.Nanos % 100 == 0 ? truncated : truncated.AddTicks(1);
    }
}
