using Tapir.DurableTask.Protobuf;

namespace Tapir.DurableTask.Worker.Orchestrations;

/// <summary>Events that came, and those who wait for some. Names are compared without regard to case.</summary>
/// <remarks>Unclaimed events of a name are claimed first come, first served; of several waiters for a name the newest is served first.</remarks>
internal sealed class ExternalEvents
{
    private readonly Dictionary<string, LinkedList<IEventWaiter>> waiters = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, Queue<(long Arrival, HistoryEvent Event)>> unclaimed = new(StringComparer.OrdinalIgnoreCase);

    /// <value>How many events have come so far.</value>
    public long Arrived { get; private set; }

    public void Raise(HistoryEvent raised)
    {
        string name = raised.EventRaised.Name;
        long arrival = Arrived++;
        if (this.waiters.TryGetValue(name, out LinkedList<IEventWaiter>? waiters) && waiters.Last is { } newest)
        {
            waiters.RemoveLast();
            newest.Value.Deliver(raised.EventRaised.Input);
            return;
        }

        if (!unclaimed.TryGetValue(name, out Queue<(long, HistoryEvent)>? queue))
        {
            unclaimed.Add(name, queue = new());
        }

        queue.Enqueue((arrival, raised));
    }

    public Task<T> WaitFor<T>(string name, DataConverter converter, CancellationToken cancellation)
    {
        if (cancellation.IsCancellationRequested)
        {
            return Task.FromCanceled<T>(cancellation);
        }

        EventWaiter<T> waiter = new(converter);
        if (unclaimed.TryGetValue(name, out Queue<(long Arrival, HistoryEvent Event)>? queue) && queue.TryDequeue(out (long Arrival, HistoryEvent Event) first))
        {
            waiter.Deliver(first.Event.EventRaised.Input);
            return waiter.Task;
        }

        if (!this.waiters.TryGetValue(name, out LinkedList<IEventWaiter>? waiters))
        {
            this.waiters.Add(name, waiters = new());
        }

        LinkedListNode<IEventWaiter> place = waiters.AddLast(waiter);
        waiter.CancelWith(
            () =>
            {
                if (place.List is not null)
                {
                    waiters.Remove(place);
                }
            },
            cancellation);
        return waiter.Task;
    }

    /// <returns>The events that nobody claimed, in the order in which they came.</returns>
    /// <param name="from">Only those that came when so many had come before.</param>
    public IEnumerable<HistoryEvent> UnclaimedSince(long from) => unclaimed.Values
        .SelectMany(queue => queue)
        .Where(unclaimed => unclaimed.Arrival >= from)
        .OrderBy(unclaimed => unclaimed.Arrival)
        .Select(unclaimed => unclaimed.Event);
}
