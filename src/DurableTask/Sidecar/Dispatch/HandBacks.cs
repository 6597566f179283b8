namespace Tapir.DurableTask.Sidecar.Dispatch;

/// <summary>Which workers handed an item back since it was last answered.</summary>
internal sealed class HandBacks
{
    private static readonly TimeSpan First = TimeSpan.FromMilliseconds(200);

    private readonly HashSet<WorkerConnection> workers = [];
    private int count;

    public bool Has(WorkerConnection worker) => workers.Contains(worker);

    /// <summary>Notes one more.</summary>
    /// <returns>How long to wait before the item goes out again: 0.2 seconds at first, 51 at most.</returns>
    public TimeSpan Add(WorkerConnection worker)
    {
        workers.RemoveWhere(known => known.IsGone);
        workers.Add(worker);
        return First * Math.Pow(4, Math.Min(count++, 4));
    }
}
