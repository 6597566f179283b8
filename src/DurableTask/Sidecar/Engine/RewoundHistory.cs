using Tapir.DurableTask.Protobuf;
using Kind = Tapir.DurableTask.Protobuf.HistoryEvent.EventTypeOneofCase;

namespace Tapir.DurableTask.Sidecar.Engine;

/// <summary>What is left of a failed execution's history when it is rewound: its end is taken back, and so are the failures that led there; what had succeeded stays.</summary>
/// <remarks>What is left has to replay, and only the orchestrator's code knows what it did about a failure. So a failure is judged by what was decided after it. One after which nothing was
/// decided goes. So does one that nothing in its own turn answered, if the end tells of it: it was waited out, by a join of parallel branches say. Any other is part of what the code did (it
/// was tried again, passed over) and stays. If the end tells only of one that was answered, by a compensation say, then all that was decided from there on goes with it. A call whose failure goes
/// keeps its place and number and is made again.</remarks>
internal sealed class RewoundHistory
{
    private readonly List<HistoryEvent> events = [];
    private readonly HashSet<int> takenBack = [];
    private readonly Dictionary<int, HistoryEvent> open = [];

    private RewoundHistory(IReadOnlyList<HistoryEvent> history)
    {
        Dictionary<int, Sequel> failures = FailureSequels.Of(history);
        List<string> end = [.. TextsOf(history.LastOrDefault(entry => entry.ExecutionCompleted is not null)?.ExecutionCompleted.FailureDetails)];
        bool EndTellsOf(int place) => history[place].Failure() is { ErrorMessage.Length: > 0 } failure
            && end.Exists(text => text.Contains(failure.ErrorMessage, StringComparison.Ordinal));

        HashSet<int> gone = [.. failures.Where(failure => failure.Value == Sequel.None || (failure.Value == Sequel.Later && EndTellsOf(failure.Key))).Select(failure => failure.Key)];
        int cut = gone.Any(EndTellsOf)
            ? history.Count
            : failures.Where(failure => failure.Value == Sequel.Answer && EndTellsOf(failure.Key)).Select(failure => failure.Key).DefaultIfEmpty(history.Count).Max();
        gone.UnionWith(failures.Keys.Where(place => place >= cut));
        takenBack.UnionWith(history.Skip(cut).Where(HistoryKinds.IsDecision).Select(entry => entry.EventId));
        for (int place = 0; place < history.Count; place++)
        {
            HistoryEvent entry = history[place];
            if (!gone.Contains(place) && entry.ExecutionCompleted is null && !(place > cut && entry.IsDecision()) && !(place > cut && entry.Answers() is { } id && takenBack.Contains(id)))
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
        if (message.Failure() is not null || (message.Answers() is { } id && !Knows(id)))
        {
            return false;
        }

        Note(message);
        return true;
    }

    private static IEnumerable<string> TextsOf(TaskFailureDetails? failure)
    {
        for (TaskFailureDetails? level = failure; level is not null; level = level.InnerFailure)
        {
            yield return level.ErrorMessage;
        }
    }

    private void Note(HistoryEvent entry)
    {
        if (entry.IsDecision() && entry.EventSent is null)
        {
            open[entry.EventId] = entry;
        }
        else if (entry.Answers() is { } id)
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
