namespace Tapir.DurableTask.Sidecar.Dispatch;

/// <summary>What waits for a worker, a line per route, so that work nobody offers does not block the rest.</summary>
internal sealed class ReadyQueues
{
    private readonly Dictionary<WorkRoute, PriorityQueue<ReadyItem, long>> lines = [];
    private long places;

    /// <summary>Each line that somebody stands in: who has waited longest, and how many there are.</summary>
    public IEnumerable<(ReadyItem First, int Count)> Lines => lines.Values
        .Select(line => line.UnorderedItems.Where(item => !item.Element.Withdrawn).ToList())
        .Where(items => items.Count > 0)
        .Select(items => (items.MinBy(item => item.Priority).Element, items.Count));

    /// <summary>A place in line behind all that were given before.</summary>
    public long NextPlace() => ++places;

    public void Add(ReadyItem item)
    {
        if (!lines.TryGetValue(item.Route, out PriorityQueue<ReadyItem, long>? line))
        {
            lines[item.Route] = line = new PriorityQueue<ReadyItem, long>();
        }

        line.Enqueue(item, item.Order);
    }

    /// <summary>Takes the item that has waited longest among those for which <paramref name="choose"/> finds a worker.</summary>
    public (ReadyItem Item, WorkerConnection Worker)? Take(Func<ReadyItem, WorkerConnection?> choose)
    {
        PriorityQueue<ReadyItem, long>? best = null;
        WorkerConnection? taker = null;
        List<WorkRoute>? empty = null;
        foreach ((WorkRoute route, PriorityQueue<ReadyItem, long> line) in lines)
        {
            while (line.TryPeek(out ReadyItem? withdrawn, out _) && withdrawn.Withdrawn)
            {
                line.Dequeue();
            }

            if (!line.TryPeek(out ReadyItem? head, out long order))
            {
                (empty ??= []).Add(route);
                continue;
            }

            if ((best is null || order < best.Peek().Order) && choose(head) is { } worker)
            {
                best = line;
                taker = worker;
            }
        }

        foreach (WorkRoute route in empty ?? [])
        {
            lines.Remove(route);
        }

        return best is null ? null : (best.Dequeue(), taker!);
    }
}
