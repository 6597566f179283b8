using Tapir.DurableTask.Protobuf;
using Kind = Tapir.DurableTask.Protobuf.HistoryEvent.EventTypeOneofCase;

namespace Tapir.DurableTask.Worker.Orchestrations;

/// <summary>Answers a backend that has its workers rewrite the history of an instance that it rewinds. (Tapir's own rewrites it itself, and then nothing is to be answered.)</summary>
/// <remarks>The rules are the protocol's, for the backend acts on them: failed activities go with their call, so that the next replay makes it again; of a failed sub-orchestration the call
/// stays, which tells the backend to rewind that too; the end goes; the execution gets a new id.</remarks>
internal static class RewindAnswer
{
    private const int NoDecision = -1;

    /// <returns>The history as it is to be; null when this turn is no request for one.</returns>
    public static OrchestratorTurn.Decided? Of(IReadOnlyList<HistoryEvent> past, IReadOnlyList<HistoryEvent> fresh)
    {
        if (fresh.FirstOrDefault(entry => entry.ExecutionRewound is not null) is not { ExecutionRewound: { } rewound } || !past.Any(entry => entry.ExecutionCompleted is not null))
        {
            return null;
        }

        string execution = Guid.NewGuid().ToString("N");
        HashSet<int> failed = [.. past.Where(entry => entry.TaskFailed is not null).Select(entry => entry.TaskFailed.TaskScheduledId)];
        OrchestratorAction action = new() { Id = NoDecision, RewindOrchestration = new() };
        action.RewindOrchestration.NewHistory.AddRange(past.Concat(fresh)
            .Where(entry => entry.EventTypeCase is not (Kind.TaskFailed or Kind.SubOrchestrationInstanceFailed or Kind.ExecutionCompleted)
                && !(entry.TaskScheduled is not null && failed.Contains(entry.EventId)))
            .Select(entry => entry.ExecutionStarted is null ? entry : InExecution(entry, execution, rewound.ParentExecutionId)));
        return new([action], null);
    }

    private static HistoryEvent InExecution(HistoryEvent started, string execution, string? parentExecution)
    {
        HistoryEvent copy = started.Clone();
        copy.ExecutionStarted.OrchestrationInstance ??= new();
        copy.ExecutionStarted.OrchestrationInstance.ExecutionId = execution;
        if (!string.IsNullOrEmpty(parentExecution) && copy.ExecutionStarted.ParentInstance is { } parent)
        {
            parent.OrchestrationInstance ??= new();
            parent.OrchestrationInstance.ExecutionId = parentExecution;
        }

        return copy;
    }
}
