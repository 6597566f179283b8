using Tapir.DurableTask.Sidecar.Storage;

namespace Tapir.DurableTask.Sidecar.Dispatch;

/// <summary>The turns that workers have in hand: given out, finished, taken back.</summary>
internal sealed class TurnLeases(PendingTurns turns, WorkItems items, Deferred deferred)
{
    private readonly HashSet<long> handedBack = [];

    public TurnLease? Find(CompletionToken token) =>
        turns.Find(token.Item) is { Lease: { } lease } && lease.Epoch == token.HandOut ? lease : null;

    /// <summary>Leases the turn of an instance that was taken out of line to a worker, unless nothing waits for it any more.</summary>
    /// <exception cref="DamagedRowException">Its rows cannot be read.</exception>
    public void HandOut(long key, WorkerConnection worker)
    {
        InstanceSlot slot = turns[key];
        slot.Ready = null;
        slot.HasMore = false;
        if (items.Turn(slot, worker) is { } turn)
        {
            slot.Lease = turn.Lease;
            worker.Turns.Add(turn.Lease);
            worker.Send(turn.Item);
        }
        else
        {
            turns.Tidy(slot);
        }
    }

    /// <summary>The turn is committed; what came while it was out waits in line again.</summary>
    public void Finished(TurnLease lease)
    {
        lease.Worker.Turns.Remove(lease);
        InstanceSlot slot = lease.Slot;
        if (slot.Forgotten)
        {
            return;
        }

        // The lease may have been ended in this same transaction, and the next turn wait in line already.
        slot.Lease = null;
        slot.HandBacks = null;
        slot.Losses = 0;
        slot.Ready?.Losses = 0;
        slot.LastWorker = lease.Worker is { KeepsExecutors: true, IsGone: false } ? lease.Worker : null;
        if (slot.HasMore)
        {
            turns.MakeReady(slot);
        }

        turns.Tidy(slot);
    }

    /// <summary>Ends a worker's lease; the turn waits again at once unless it is parked.</summary>
    /// <param name="counted">Whether this was counted as a loss.</param>
    public void TakeBack(TurnLease lease, bool counted, bool parked)
    {
        if (End(lease, parked))
        {
            lease.Slot.Losses += counted ? 1 : 0;
            turns.MakeReady(lease.Slot);
        }
    }

    /// <summary>Ends a worker's lease; the turn goes out again after <paramref name="pause"/>.</summary>
    public void Release(TurnLease lease, TimeSpan pause)
    {
        if (End(lease, parked: false))
        {
            deferred.Later(pause, () => turns.MakeReady(lease.Slot.Key));
        }
    }

    /// <summary>Ends the lease of a worker that does not want it; the turn goes out again after a pause, or when another worker comes.</summary>
    public void HandBack(TurnLease lease)
    {
        if (!End(lease, parked: false))
        {
            return;
        }

        InstanceSlot slot = lease.Slot;
        slot.HandBacks ??= new HandBacks();
        handedBack.Add(slot.Key);
        deferred.Later(slot.HandBacks.Add(lease.Worker), () => Again(slot.Key));
    }

    /// <summary>Ends the lease of a worker that never takes it; the turn waits for another at once.</summary>
    public void EndRefused(TurnLease lease)
    {
        if (End(lease, parked: false))
        {
            turns.MakeReady(lease.Slot);
        }
    }

    /// <summary>What was handed back and waits goes out now: there is a worker who may want it.</summary>
    public void Again()
    {
        foreach (long key in handedBack.ToList())
        {
            Again(key);
        }
    }

    private void Again(long key)
    {
        handedBack.Remove(key);
        turns.MakeReady(key);
    }

    /// <returns>Whether the lease was still the instance's present one.</returns>
    private static bool End(TurnLease lease, bool parked)
    {
        lease.Worker.Turns.Remove(lease);
        InstanceSlot slot = lease.Slot;
        if (slot.Lease != lease)
        {
            return false;
        }

        slot.Lease = null;
        slot.LastWorker = null;
        slot.Parked |= parked;
        return true;
    }
}
