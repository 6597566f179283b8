namespace Tapir.DurableTask.Sidecar.Dispatch;

/// <summary>What waits for a worker, a line per route, so that work nobody offers does not block the rest; and one per route for suspects, so that one which waits for a worker of its own does not
/// either.</summary>
internal sealed class ReadyQueues
{
    private readonly Dictionary<(WorkRoute Route, bool Suspect), PriorityQueue<ReadyItem, long>> lines = [];
    private long places;

    /// <summary>Each route that somebody waits for: who has waited longest, and how many there are.</summary>
    public IEnumerable<(ReadyItem First, int Count)> Routes => lines
        .GroupBy(line => line.Key.Route, line => line.Value)
        .Select(same => same.SelectMany(line => line.UnorderedItems).Where(item => !item.Element.Withdrawn).ToList())
        .Where(items => items.Count > 0)
        .Select(items => (items.MinBy(item => item.Priority).Element, items.Count));

    /// <summary>A place in line behind all that were given before.</summary>
    public long NextPlace() => ++places;

    public void Add(ReadyItem item)
    {
        (WorkRoute, bool) place = (item.Route, Suspicion.Meets(item.Losses));
        if (!lines.TryGetValue(place, out PriorityQueue<ReadyItem, long>? line))
        {
            lines[place] = line = new PriorityQueue<ReadyItem, long>();
        }

        line.Enqueue(item, item.Order);
    }

    /// <summary>Takes the item that has waited longest among those for which <paramref name="choose"/> finds a worker.</summary>
    public (ReadyItem Item, WorkerConnection Worker)? Take(Func<ReadyItem, WorkerConnection?> choose)
    {
        PriorityQueue<ReadyItem, long>? best = null;
        WorkerConnection? taker = null;
        List<(WorkRoute, bool)>? empty = null;
        foreach (((WorkRoute, bool) place, PriorityQueue<ReadyItem, long> line) in lines)
        {
            while (line.TryPeek(out ReadyItem? withdrawn, out _) && withdrawn.Withdrawn)
            {
                line.Dequeue();
            }

            if (!line.TryPeek(out ReadyItem? head, out long order))
            {
                (empty ??= []).Add(place);
                continue;
            }

            if ((best is null || order < best.Peek().Order) && choose(head) is { } worker)
            {
                best = line;
                taker = worker;
            }
        }

        foreach ((WorkRoute, bool) place in empty ?? [])
        {
            lines.Remove(place);
        }

        return best is null ? null : (best.Dequeue(), taker!);
    }
}
