using Tapir.DurableTask.Protobuf;

namespace Tapir.DurableTask.Sidecar.Engine;

/// <summary>Reads from a history what its orchestrator made of each failure.</summary>
/// <remarks>Decisions of a turn follow from what was new in it. Where a failure came together with something else, a branch that went on is told from an answer by what was decided: a further
/// try begins with a timer, or makes the very same call.</remarks>
internal static class FailureSequels
{
    /// <returns>By the failure's place in the history.</returns>
    public static Dictionary<int, Sequel> Of(IReadOnlyList<HistoryEvent> history)
    {
        Dictionary<int, HistoryEvent> calls = history.Where(entry => entry.IsDecision()).GroupBy(entry => entry.EventId).ToDictionary(same => same.Key, same => same.Last());
        Dictionary<int, Sequel> sequels = [];
        bool decidedLater = false;
        int end = history.Count;
        for (int begin = history.Count - 1; begin >= 0; begin--)
        {
            if (begin > 0 && history[begin].OrchestratorStarted is null)
            {
                continue;
            }

            HistoryEvent[] turn = [.. history.Skip(begin).Take(end - begin)];
            HistoryEvent[] decisions = [.. turn.Where(entry => entry.IsDecision())];
            for (int place = begin; place < end; place++)
            {
                if (history[place].Failure() is not null)
                {
                    sequels.Add(place, IsAnswer(turn, decisions, calls.GetValueOrDefault(history[place].Answers()!.Value)) ? Sequel.Answer
                        : decidedLater || decisions.Length > 0 ? Sequel.Later
                        : Sequel.None);
                }
            }

            decidedLater |= decisions.Length > 0;
            end = begin;
        }

        return sequels;
    }

    private static bool IsAnswer(HistoryEvent[] turn, HistoryEvent[] decisions, HistoryEvent? call) => decisions.Length > 0
        && (!turn.Any(entry => entry.IsGoodNews()) || decisions.Any(decision => decision.TimerCreated is not null || (call is not null && decision.CallsTheSame(call))));
}
