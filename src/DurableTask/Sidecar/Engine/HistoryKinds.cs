using Tapir.DurableTask.Protobuf;
using Kind = Tapir.DurableTask.Protobuf.HistoryEvent.EventTypeOneofCase;

namespace Tapir.DurableTask.Sidecar.Engine;

/// <summary>What an event of a history means to whoever rewinds it.</summary>
internal static class HistoryKinds
{
    public static bool IsDecision(this HistoryEvent entry) =>
        entry.EventTypeCase is Kind.TaskScheduled or Kind.TimerCreated or Kind.SubOrchestrationInstanceCreated or Kind.EventSent;

    /// <returns>Why a call failed, where this says that one did.</returns>
    public static TaskFailureDetails? Failure(this HistoryEvent entry) => entry.EventTypeCase switch
    {
        Kind.TaskFailed => entry.TaskFailed.FailureDetails ?? new TaskFailureDetails(),
        Kind.SubOrchestrationInstanceFailed => entry.SubOrchestrationInstanceFailed.FailureDetails ?? new TaskFailureDetails(),
        _ => null,
    };

    /// <returns>The number of the decision whose result this is; null for anything else.</returns>
    public static int? Answers(this HistoryEvent entry) => entry.EventTypeCase switch
    {
        Kind.TaskCompleted => entry.TaskCompleted.TaskScheduledId,
        Kind.TaskFailed => entry.TaskFailed.TaskScheduledId,
        Kind.SubOrchestrationInstanceCompleted => entry.SubOrchestrationInstanceCompleted.TaskScheduledId,
        Kind.SubOrchestrationInstanceFailed => entry.SubOrchestrationInstanceFailed.TaskScheduledId,
        Kind.TimerFired => entry.TimerFired.TimerId,
        _ => null,
    };

    /// <summary>Whether this wakes an orchestrator otherwise than by a failure.</summary>
    public static bool IsGoodNews(this HistoryEvent entry) => entry.EventTypeCase is
        Kind.ExecutionStarted or Kind.TaskCompleted or Kind.SubOrchestrationInstanceCompleted or Kind.TimerFired or Kind.EventRaised;

    /// <summary>Whether two decisions call the same thing with the same input, as a further try does.</summary>
    public static bool CallsTheSame(this HistoryEvent left, HistoryEvent right) => (left.EventTypeCase, right.EventTypeCase) switch
    {
        (Kind.TaskScheduled, Kind.TaskScheduled) => left.TaskScheduled.Name == right.TaskScheduled.Name && left.TaskScheduled.Input == right.TaskScheduled.Input,
        (Kind.SubOrchestrationInstanceCreated, Kind.SubOrchestrationInstanceCreated) =>
            left.SubOrchestrationInstanceCreated.Name == right.SubOrchestrationInstanceCreated.Name && left.SubOrchestrationInstanceCreated.Input == right.SubOrchestrationInstanceCreated.Input,
        _ => false,
    };
}
