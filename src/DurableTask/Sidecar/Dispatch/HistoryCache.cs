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

    public void Grow(InstanceSlot slot, IReadOnlyList<HistoryEvent> appended, long bytes)
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

    private void Trim()
    {
        while (total > capacity && order.First is { } oldest)
        {
            Drop(oldest.Value);
        }
    }
}
