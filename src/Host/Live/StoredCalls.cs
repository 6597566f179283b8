using Tapir.Functions;

namespace Tapir.Host.Live;

/// <summary>The tree of calls of a run that another process works on, read from the call log.</summary>
/// <param name="workedOnSince">When that process took the state folder; null when none works on it.</param>
internal sealed class StoredCalls(SqliteResultIndex results, string run, DateTimeOffset? workedOnSince) : ICallLines
{
    public IReadOnlyList<CallLine> Snapshot() => Snapshot([.. results.CallsOfRunAsync(run).GetAwaiter().GetResult()], run, workedOnSince, TimeProvider.System);

    /// <param name="log">In the order in which the calls began.</param>
    internal static IReadOnlyList<CallLine> Snapshot(IReadOnlyList<LoggedCall> log, string run, DateTimeOffset? workedOnSince, TimeProvider clock)
    {
        Dictionary<string, Guid> latest = [];
        foreach (LoggedCall logged in log)
        {
            latest[logged.Call.Key] = logged.Call.Id;
        }

        CallTree tree = new(clock, run);
        foreach ((Call call, CallEnd? end) in log)
        {
            // A process that was killed leaves calls without an end. They are made again by the next one.
            bool wasCutOff = end is null && (workedOnSince is null || call.StartedAt < workedOnSince || latest[call.Key] != call.Id);
            if (wasCutOff)
            {
                continue;
            }

            tree.Started(call);
            if (end is not null)
            {
                tree.Finished(call, end);
            }
        }

        return tree.Snapshot();
    }
}
