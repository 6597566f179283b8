using Google.Protobuf.WellKnownTypes;
using Tapir.DurableTask.Protobuf;

namespace Tapir.DurableTask.Sidecar.Engine;

/// <summary>The messages that arrive at an instance. Their event id is -1: they answer no action, or point back at one by a field.</summary>
internal static class Messages
{
    private const int MessageEventId = -1;

    public static HistoryEvent Started(ExecutionStartedEvent start, DateTimeOffset now) => New(now, message => message.ExecutionStarted = start);

    public static HistoryEvent TurnStarted(DateTimeOffset now) => New(now, message => message.OrchestratorStarted = new OrchestratorStartedEvent());

    public static HistoryEvent TurnCompleted(DateTimeOffset now) => New(now, message => message.OrchestratorCompleted = new OrchestratorCompletedEvent());

    public static HistoryEvent Raised(string name, string? input, DateTimeOffset now) =>
        New(now, message => message.EventRaised = new EventRaisedEvent { Name = name, Input = input });

    public static HistoryEvent Terminated(string? output, bool recurse, DateTimeOffset now) =>
        New(now, message => message.ExecutionTerminated = new ExecutionTerminatedEvent { Input = output, Recurse = recurse });

    public static HistoryEvent Suspended(string? reason, DateTimeOffset now) =>
        New(now, message => message.ExecutionSuspended = new ExecutionSuspendedEvent { Input = reason });

    public static HistoryEvent Resumed(string? reason, DateTimeOffset now) =>
        New(now, message => message.ExecutionResumed = new ExecutionResumedEvent { Input = reason });

    public static HistoryEvent Rewound(string? reason, string? parentExecutionId, DateTimeOffset now) =>
        New(now, message => message.ExecutionRewound = new ExecutionRewoundEvent { Reason = reason, ParentExecutionId = parentExecutionId });

    public static HistoryEvent TimerFired(int timerId, Timestamp fireAt) =>
        New(fireAt.ToDateTimeOffset(), message => message.TimerFired = new TimerFiredEvent { TimerId = timerId, FireAt = fireAt });

    public static HistoryEvent TaskDone(ActivityResponse response, int taskId, DateTimeOffset now) => New(now, message =>
    {
        if (response.FailureDetails is { } failure)
        {
            message.TaskFailed = new TaskFailedEvent { TaskScheduledId = taskId, FailureDetails = failure };
        }
        else
        {
            message.TaskCompleted = new TaskCompletedEvent { TaskScheduledId = taskId, Result = response.Result };
        }
    });

    public static HistoryEvent ChildCompleted(int taskId, string? result, DateTimeOffset now) => New(now, message =>
        message.SubOrchestrationInstanceCompleted = new SubOrchestrationInstanceCompletedEvent { TaskScheduledId = taskId, Result = result });

    public static HistoryEvent ChildFailed(int taskId, TaskFailureDetails failure, DateTimeOffset now) => New(now, message =>
        message.SubOrchestrationInstanceFailed = new SubOrchestrationInstanceFailedEvent { TaskScheduledId = taskId, FailureDetails = failure });

    private static HistoryEvent New(DateTimeOffset now, Action<HistoryEvent> fill)
    {
        var message = new HistoryEvent { EventId = MessageEventId, Timestamp = Timestamp.FromDateTimeOffset(now) };
        fill(message);
        return message;
    }
}
