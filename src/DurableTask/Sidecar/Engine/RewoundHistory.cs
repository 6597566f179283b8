using Tapir.DurableTask.Protobuf;
using Kind = Tapir.DurableTask.Protobuf.HistoryEvent.EventTypeOneofCase;

namespace Tapir.DurableTask.Sidecar.Engine;

/// <summary>What is left of a failed execution's history when it is rewound: its end is taken back, and so are the failures that led there; what had succeeded stays.</summary>
/// <remarks>What is left has to replay, and only the orchestrator's code knows what it did about a failure. So a failure is judged by its turn. One on which nothing was decided
/// was waited out or ended the orchestration: it goes, wherever it stands. One that was answered in the same turn (a retry's timer, a compensation) is part of what the code did
/// and stays, unless the end tells of it: then all that was decided from there on goes with it. A call whose failure goes keeps its place and number and is made again.</remarks>
internal sealed class RewoundHistory
{
    private readonly List<HistoryEvent> events = [];
    private readonly HashSet<int> takenBack = [];
    private readonly Dictionary<int, HistoryEvent> open = [];

    private RewoundHistory(IReadOnlyList<HistoryEvent> history)
    {
        Dictionary<int, bool> answered = Failures(history);
        List<string> end = [.. TextsOf(history.LastOrDefault(entry => entry.ExecutionCompleted is not null)?.ExecutionCompleted.FailureDetails)];
        bool EndTellsOf(int place) => FailureOf(history[place]) is { ErrorMessage.Length: > 0 } failure
            && end.Exists(text => text.Contains(failure.ErrorMessage, StringComparison.Ordinal));

        int cut = answered.Any(failure => !failure.Value && EndTellsOf(failure.Key))
            ? history.Count
            : answered.Where(failure => failure.Value && EndTellsOf(failure.Key)).Select(failure => failure.Key).DefaultIfEmpty(history.Count).Max();
        takenBack.UnionWith(history.Skip(cut).Where(IsDecision).Select(entry => entry.EventId));
        for (int place = 0; place < history.Count; place++)
        {
            HistoryEvent entry = history[place];
            bool failureGoes = answered.TryGetValue(place, out bool wasAnswered) && (!wasAnswered || place >= cut);
            if (!failureGoes && entry.ExecutionCompleted is null && !(place > cut && IsDecision(entry)) && !(place > cut && Answers(entry) is { } id && takenBack.Contains(id)))
            {
                events.Add(entry);
                Note(entry);
            }
        }
    }

    /// <summary>The events that are left, in order.</summary>
    public IReadOnlyList<HistoryEvent> Events => events;

    /// <summary>The calls and timers among them that have no result, by number.</summary>
    public IReadOnlyDictionary<int, HistoryEvent> Open => open;

    /// <summary>Whether the execution was suspended last.</summary>
    public bool IsSuspended { get; private set; }

    /// <param name="history">A whole history.</param>
    public static RewoundHistory Of(IReadOnlyList<HistoryEvent> history) => new(history);

    /// <summary>Whether a decision of that number is left.</summary>
    public bool Knows(int id) => !takenBack.Contains(id);

    /// <summary>Takes a message that had not been consumed when the execution failed.</summary>
    /// <returns>Whether it is still wanted: no failure, and nothing that answers a decision that was taken back.</returns>
    public bool Take(HistoryEvent message)
    {
        if (FailureOf(message) is not null || (Answers(message) is { } id && !Knows(id)))
        {
            return false;
        }

        Note(message);
        return true;
    }

    /// <returns>Each failure's place, and whether anything was decided in its turn.</returns>
    private static Dictionary<int, bool> Failures(IReadOnlyList<HistoryEvent> history)
    {
        Dictionary<int, bool> failures = [];
        bool decided = false;
        for (int place = history.Count - 1; place >= 0; place--)
        {
            HistoryEvent entry = history[place];
            if (FailureOf(entry) is not null)
            {
                failures.Add(place, decided);
            }

            decided = entry.EventTypeCase != Kind.OrchestratorStarted && (decided || IsDecision(entry));
        }

        return failures;
    }

    private static TaskFailureDetails? FailureOf(HistoryEvent entry) => entry.EventTypeCase switch
    {
        Kind.TaskFailed => entry.TaskFailed.FailureDetails ?? new TaskFailureDetails(),
        Kind.SubOrchestrationInstanceFailed => entry.SubOrchestrationInstanceFailed.FailureDetails ?? new TaskFailureDetails(),
        _ => null,
    };

    private static bool IsDecision(HistoryEvent entry) =>
        entry.EventTypeCase is Kind.TaskScheduled or Kind.TimerCreated or Kind.SubOrchestrationInstanceCreated or Kind.EventSent;

    /// <returns>The number of the decision whose result this is; null for anything else.</returns>
    private static int? Answers(HistoryEvent entry) => entry.EventTypeCase switch
    {
        Kind.TaskCompleted => entry.TaskCompleted.TaskScheduledId,
        Kind.TaskFailed => entry.TaskFailed.TaskScheduledId,
        Kind.SubOrchestrationInstanceCompleted => entry.SubOrchestrationInstanceCompleted.TaskScheduledId,
        Kind.SubOrchestrationInstanceFailed => entry.SubOrchestrationInstanceFailed.TaskScheduledId,
        Kind.TimerFired => entry.TimerFired.TimerId,
        _ => null,
    };

    private static IEnumerable<string> TextsOf(TaskFailureDetails? failure)
    {
        for (TaskFailureDetails? level = failure; level is not null; level = level.InnerFailure)
        {
            yield return level.ErrorMessage;
        }
    }

    private void Note(HistoryEvent entry)
    {
        if (IsDecision(entry) && entry.EventSent is null)
        {
            open[entry.EventId] = entry;
        }
        else if (Answers(entry) is { } id)
        {
            open.Remove(id);
        }

        IsSuspended = entry.EventTypeCase switch
        {
            Kind.ExecutionSuspended => true,
            Kind.ExecutionResumed => false,
            _ => IsSuspended,
        };
    }
}
