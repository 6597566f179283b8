using Tapir.Functions;

namespace Tapir.Host.Live;

/// <summary>The tree of calls of a run that another process works on, read from the call log.</summary>
internal sealed class StoredCalls(SqliteResultIndex results, string run) : ICallLines
{
    public IReadOnlyList<CallLine> Snapshot()
    {
        CallTree tree = new(TimeProvider.System, run);
        foreach (LoggedCall logged in results.CallsOfRunAsync(run).GetAwaiter().GetResult())
        {
            tree.Started(logged.Call);
            if (logged.End is { } end)
            {
                tree.Finished(logged.Call, end);
            }
        }

        return tree.Snapshot();
    }
}
