namespace Tapir.DurableTask.Sidecar.Dispatch;

/// <summary>Which workers handed an item back since it was last answered.</summary>
internal sealed class HandBacks
{
    private static readonly TimeSpan First = TimeSpan.FromMilliseconds(200);

    private readonly HashSet<WorkerConnection> workers = [];
    private readonly HashSet<WorkerConnection> refusers = [];
    private int count;

    public bool Has(WorkerConnection worker) => workers.Contains(worker);

    /// <summary>Whether the worker said that it never takes the item.</summary>
    public bool IsRefusedBy(WorkerConnection worker) => refusers.Contains(worker);

    /// <summary>Notes one more.</summary>
    /// <returns>How long to wait before the item goes out again: 0.2 seconds at first, 51 at most.</returns>
    public TimeSpan Add(WorkerConnection worker)
    {
        Keep(workers, worker);
        return First * Math.Pow(4, Math.Min(count++, 4));
    }

    /// <summary>Notes one that gave a reason. There is no wait: the item does not go back to it.</summary>
    public void Refuse(WorkerConnection worker)
    {
        Keep(workers, worker);
        Keep(refusers, worker);
    }

    private static void Keep(HashSet<WorkerConnection> set, WorkerConnection worker)
    {
        set.RemoveWhere(known => known.IsGone);
        set.Add(worker);
    }
}
