using Tapir.DurableTask.Protobuf;

namespace Tapir.DurableTask.Sidecar.Dispatch;

/// <summary>Histories of the instances in use lately, so that a turn need not read them from disk; the least recently used go first.</summary>
/// <param name="capacity">Largest sum of the histories' encoded sizes, in bytes; in memory they take some four times as much.</param>
internal sealed class HistoryCache(long capacity)
{
    private readonly LinkedList<InstanceSlot> order = [];
    private long total;

    public void Keep(InstanceSlot slot, List<HistoryEvent> history, long bytes)
    {
        Drop(slot);
        if (bytes > capacity)
        {
            return;
        }

        slot.History = history;
        slot.HistoryBytes = bytes;
        slot.Use = order.AddLast(slot);
        total += bytes;
        Trim();
    }

    /// <summary>A turn was committed: its history is <paramref name="bytes"/> long now, with <paramref name="appended"/> as its end.</summary>
    public void Grow(TurnLease lease, List<HistoryEvent> appended, long bytes)
    {
        if (lease.Slot.History is null && lease.Turn == 0 && !lease.Worker.KeepsExecutors)
        {
            Keep(lease.Slot, [.. appended], bytes);
            return;
        }

        Grow(lease.Slot, appended, bytes);
    }

    public void Drop(InstanceSlot slot)
    {
        if (slot.History is null)
        {
            return;
        }

        order.Remove(slot.Use!);
        total -= slot.HistoryBytes;
        slot.History = null;
        slot.Use = null;
    }

    private void Grow(InstanceSlot slot, List<HistoryEvent> appended, long bytes)
    {
        if (slot.History is null)
        {
            return;
        }

        slot.History.AddRange(appended);
        total += bytes - slot.HistoryBytes;
        slot.HistoryBytes = bytes;
        order.Remove(slot.Use!);
        order.AddLast(slot.Use!);
        Trim();
    }

    private void Trim()
    {
        while (total > capacity && order.First is { } oldest)
        {
            Drop(oldest.Value);
        }
    }
}
