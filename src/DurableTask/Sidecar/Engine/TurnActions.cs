using Google.Protobuf.WellKnownTypes;
using Microsoft.Extensions.Logging;
using Tapir.DurableTask.Protobuf;
using Tapir.DurableTask.Sidecar.Storage;

namespace Tapir.DurableTask.Sidecar.Engine;

/// <summary>Carries out what an orchestrator asked for in one turn, and writes down what its history is to say of it. What can only be done once
/// all actions are known (its end, events to itself) is kept for that.</summary>
internal sealed class TurnActions(HubTransaction transaction, InstanceRow row, DateTimeOffset now, ILogger logger)
{
    private int completionId;

    /// <summary>History of the actions so far, in their order.</summary>
    public List<HistoryEvent> Recorded { get; } = [];

    /// <summary>What the orchestration sent to itself.</summary>
    public List<HistoryEvent> ToSelf { get; } = [];

    /// <summary>How the orchestration ended or begins again, or null while it goes on.</summary>
    public CompleteOrchestrationAction? Completion { get; private set; }

    /// <summary>The trace that the instance was started in: a worker that records none would otherwise cut off what it schedules from it.</summary>
    private TraceContext? OwnTrace => row.Trace is null ? null : TraceContext.Parser.ParseFrom(row.Trace);

    public void Apply(OrchestratorAction action)
    {
        switch (action.OrchestratorActionTypeCase)
        {
            case OrchestratorAction.OrchestratorActionTypeOneofCase.ScheduleTask:
                Schedule(action);
                break;
            case OrchestratorAction.OrchestratorActionTypeOneofCase.CreateTimer:
                Timestamp fireAt = action.CreateTimer.FireAt;
                Record(action, entry => entry.TimerCreated = new TimerCreatedEvent { FireAt = fireAt });
                Scheduling.Timer(transaction, row, action.Id, fireAt);
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
                        ParentTraceContext = child.ParentTraceContext ?? OwnTrace,
                    };
                    entry.SubOrchestrationInstanceCreated.Tags.Add(child.Tags);
                });
                Starting.StartChild(transaction, row, action.Id, Recorded[^1].SubOrchestrationInstanceCreated, now);
                break;
            case OrchestratorAction.OrchestratorActionTypeOneofCase.SendEvent:
                Send(action);
                break;
            case OrchestratorAction.OrchestratorActionTypeOneofCase.CompleteOrchestration:
                Completion = action.CompleteOrchestration;
                Completion.FailureDetails = FailureChain.Shorten(Completion.FailureDetails);
                completionId = action.Id;
                break;
            case OrchestratorAction.OrchestratorActionTypeOneofCase.TerminateOrchestration:
                Terminate(action.TerminateOrchestration);
                break;
            default:
                logger.ActionIgnored(row.Id, action.OrchestratorActionTypeCase.ToString());
                break;
        }
    }

    /// <summary>Writes down the end, after everything else.</summary>
    public void RecordEnd(CompleteOrchestrationAction final) => Record(completionId, entry => entry.ExecutionCompleted = new ExecutionCompletedEvent
    {
        OrchestrationStatus = final.OrchestrationStatus,
        Result = final.Result,
        FailureDetails = final.FailureDetails,
    });

    private void Schedule(OrchestratorAction action)
    {
        ScheduleTaskAction task = action.ScheduleTask;
        Record(action, entry =>
        {
            entry.TaskScheduled = new TaskScheduledEvent { Name = task.Name, Version = task.Version, Input = task.Input, ParentTraceContext = task.ParentTraceContext ?? OwnTrace };
            entry.TaskScheduled.Tags.Add(task.Tags);
        });
        Scheduling.Activity(transaction, row, action.Id, Recorded[^1].TaskScheduled);
    }

    private void Send(OrchestratorAction action)
    {
        SendEventAction sent = action.SendEvent;
        string target = sent.Instance?.InstanceId ?? string.Empty;
        Record(action, entry => entry.EventSent = new EventSentEvent { InstanceId = target, Name = sent.Name, Input = sent.Data });
        if (target == row.Id)
        {
            ToSelf.Add(Messages.Raised(sent.Name, sent.Data, now));
        }
        else if (!transaction.Tell(target, receiver => !receiver.IsFinished, Messages.Raised(sent.Name, sent.Data, now)))
        {
            logger.EventDropped(row.Id, sent.Name, target);
        }
    }

    private void Terminate(TerminateOrchestrationAction asked)
    {
        if (asked.InstanceId == row.Id)
        {
            ToSelf.Add(Messages.Terminated(asked.Reason, asked.Recurse, now));
            if (asked.Recurse)
            {
                Steering.TerminateChildren(transaction, row, asked.Reason, alsoOfThoseThatDoSo: true);
            }
        }
        else if (transaction.Instances.Find(asked.InstanceId) is { IsFinished: false } target)
        {
            Steering.Terminate(transaction, target, asked.Reason, asked.Recurse);
        }
    }

    private void Record(OrchestratorAction action, Action<HistoryEvent> fill) => Record(action.Id, fill);

    private void Record(int eventId, Action<HistoryEvent> fill)
    {
        var entry = new HistoryEvent { EventId = eventId, Timestamp = Timestamp.FromDateTimeOffset(now) };
        fill(entry);
        Recorded.Add(entry);
    }
}
