using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;
using Tapir.DurableTask.Protobuf;
using Tapir.DurableTask.Sidecar.Engine;
using Tapir.DurableTask.Sidecar.Storage;

namespace Tapir.DurableTask.Sidecar.Dispatch;

/// <summary>Who waits, who works, who holds what. All of it is memory that can be rebuilt from the tables, and only the hub's thread touches it.</summary>
internal sealed class Dispatcher
{
    /// <summary>Requests above this size are read again when they go out, so that a wide fan-out does not sit in memory.</summary>
    private const int LargestKeptRequest = 4096;

    private const long CacheBytes = 16 << 20;

    private static readonly TimeSpan RetryReading = TimeSpan.FromSeconds(1);

    private readonly Dictionary<long, InstanceSlot> slots = [];
    private readonly Dictionary<long, ReadyItem> waitingActivities = [];
    private readonly Dictionary<long, HeldActivity> heldActivities = [];
    private readonly List<WorkerConnection> workers = [];
    private readonly ReadyQueues queues = new();
    private readonly HistoryCache cache = new(CacheBytes);
    private readonly PriorityQueue<Action<Dispatcher>, DateTimeOffset> deferred = new();
    private readonly WorkItems items;
    private readonly HubTransaction hub;
    private readonly StatusWatch watch;
    private readonly WakeUp wakeUp;
    private readonly ILogger logger;
    private long order;

    public Dispatcher(HubTransaction hub, StatusWatch watch, WakeUp wakeUp, ILogger logger)
    {
        this.hub = hub;
        this.watch = watch;
        this.wakeUp = wakeUp;
        this.logger = logger;
        items = new WorkItems(hub, cache);
    }

    /// <summary>Called when an instance's rows are damaged, so that it is parked on disk too.</summary>
    public Action<long, string> InstanceDamaged { get; set; } = (_, _) => { };

    /// <summary>Called likewise for an activity's sequence.</summary>
    public Action<long, string> ActivityDamaged { get; set; } = (_, _) => { };

    public IReadOnlyList<WorkerConnection> Workers => workers;

    public void MessageArrived(long key, string name, string? version)
    {
        InstanceSlot slot = SlotOf(key, name, version);
        if (slot.Lease is not null)
        {
            slot.HasMore = true;
            return;
        }

        MakeReady(slot);
    }

    public void ActivityScheduled(long instance, long sequence, string name, string? version, ActivityRequest? request)
    {
        ActivityRequest? kept = request is not null && request.CalculateSize() <= LargestKeptRequest ? request : null;
        Wait(new ReadyItem(new WorkRoute(WorkKind.Activity, name, version), instance, sequence, ++order, kept));
    }

    /// <summary>The activity has its result, or nobody wants one any more.</summary>
    public void ActivityGone(long sequence)
    {
        if (waitingActivities.Remove(sequence, out ReadyItem? waiting))
        {
            waiting.Withdrawn = true;
        }

        if (heldActivities.Remove(sequence, out HeldActivity? held))
        {
            held.Worker.Activities.Remove(sequence);
        }
    }

    public void ActivitiesGone(IReadOnlyList<long> sequences)
    {
        foreach (long sequence in sequences)
        {
            ActivityGone(sequence);
        }
    }

    public void StatusChanged(string id) => watch.Changed(id);

    public void Wake(DateTimeOffset time) => wakeUp.NoLaterThan(time);

    /// <summary>Runs <paramref name="action"/> on the hub's thread once <paramref name="wait"/> has passed.</summary>
    public void Later(TimeSpan wait, Action<Dispatcher> action)
    {
        DateTimeOffset time = hub.Now + wait;
        deferred.Enqueue(action, time);
        wakeUp.NoLaterThan(time);
    }

    /// <summary>Runs what was put off until now, and asks to be woken for the next.</summary>
    public void Woken(long? nextTimer)
    {
        DateTimeOffset now = hub.Now;
        while (deferred.TryPeek(out Action<Dispatcher>? action, out DateTimeOffset time) && time <= now)
        {
            deferred.Dequeue();
            action(this);
        }

        DateTimeOffset? next = nextTimer is { } ticks ? new DateTimeOffset(ticks, TimeSpan.Zero) : null;
        if (deferred.TryPeek(out _, out DateTimeOffset first) && (next is null || first < next))
        {
            next = first;
        }

        wakeUp.Set(next);
    }

    public void Connect(WorkerConnection worker)
    {
        workers.Add(worker);
        logger.WorkerConnected(worker.Name);
    }

    /// <summary>Takes back what a worker held whose stream is gone.</summary>
    /// <param name="parked">Activities and instances that were delivered too often and stay out of the queue.</param>
    public void Disconnect(WorkerConnection worker, IReadOnlySet<long> parked)
    {
        if (!workers.Remove(worker))
        {
            return;
        }

        worker.IsGone = true;
        logger.WorkerGone(worker.Name, worker.Turns.Count, worker.Activities.Count);
        foreach (TurnLease lease in worker.Turns.ToList())
        {
            TakeBack(lease, parked.Contains(lease.Slot.Key));
        }

        foreach (HeldActivity held in worker.Activities.Values.ToList())
        {
            TakeBack(held, parked.Contains(held.Item.Number));
        }
    }

    public void TakeBack(TurnLease lease, bool parked)
    {
        lease.Worker.Turns.Remove(lease);
        InstanceSlot slot = lease.Slot;
        if (slot.Lease != lease)
        {
            return;
        }

        slot.Lease = null;
        slot.LastWorker = null;
        slot.Parked = parked;
        MakeReady(slot);
    }

    public void TakeBack(HeldActivity held, bool parked)
    {
        if (!heldActivities.Remove(held.Item.Number))
        {
            return;
        }

        held.Worker.Activities.Remove(held.Item.Number);
        if (!parked)
        {
            Wait(held.Item with { Withdrawn = false });
        }
    }

    /// <summary>Ends a worker's hold on a turn; it goes out again after <paramref name="pause"/> unless it is parked.</summary>
    public void Release(TurnLease lease, TimeSpan pause, bool parked)
    {
        lease.Worker.Turns.Remove(lease);
        InstanceSlot slot = lease.Slot;
        if (slot.Lease != lease)
        {
            return;
        }

        slot.Lease = null;
        slot.LastWorker = null;
        slot.Parked = parked;
        if (!parked)
        {
            Later(pause, dispatcher => dispatcher.MakeReady(slot.Key));
        }
    }

    /// <summary>Ends a worker's hold on an activity likewise.</summary>
    public void Release(HeldActivity held, TimeSpan pause, bool parked)
    {
        if (!heldActivities.Remove(held.Item.Number))
        {
            return;
        }

        held.Worker.Activities.Remove(held.Item.Number);
        if (!parked)
        {
            ReadyItem item = held.Item with { Withdrawn = false };
            waitingActivities[item.Number] = item;
            Later(pause, dispatcher => dispatcher.queues.Add(item));
        }
    }

    public TurnLease? FindLease(CompletionToken token) =>
        slots.TryGetValue(token.Instance, out InstanceSlot? slot) && slot.Lease?.Epoch == token.Number ? slot.Lease : null;

    public HeldActivity? FindHeld(CompletionToken token) => heldActivities.GetValueOrDefault(token.Number);

    public void TurnFinished(TurnLease lease)
    {
        lease.Worker.Turns.Remove(lease);
        InstanceSlot slot = lease.Slot;
        if (slot.Forgotten || slot.Lease != lease)
        {
            return;
        }

        slot.Lease = null;
        slot.LastWorker = lease.Worker is { KeepsExecutors: true, IsGone: false } ? lease.Worker : null;
        if (slot.HasMore)
        {
            MakeReady(slot);
        }

        Tidy(slot);
    }

    public void HistoryGrew(TurnLease lease, List<HistoryEvent> appended, long bytes)
    {
        if (lease.Slot.History is null && lease.Turn == 0 && !lease.Worker.KeepsExecutors)
        {
            cache.Keep(lease.Slot, [.. appended], bytes);
            return;
        }

        cache.Grow(lease.Slot, appended, bytes);
    }

    public void HistoryReplaced(long key, string? version)
    {
        if (slots.TryGetValue(key, out InstanceSlot? slot))
        {
            cache.Drop(slot);
            slot.Route = new WorkRoute(WorkKind.Turn, slot.Route.Name, version);
        }
    }

    public void InstanceFinished(long key) => Forget(key);

    public void Forget(long key, string id, IReadOnlyList<long> activities)
    {
        Forget(key);
        ActivitiesGone(activities);
        StatusChanged(id);
    }

    public void Park(long key, string name, string? version) => SlotOf(key, name, version).Parked = true;

    public void Unpark(long key)
    {
        if (slots.TryGetValue(key, out InstanceSlot? slot))
        {
            slot.Parked = false;
            MakeReady(slot);
        }
    }

    /// <summary>Hands out what waits to the workers that have room for it.</summary>
    public void Pump()
    {
        while (workers.Count > 0 && queues.Take(Choose) is { } match)
        {
            try
            {
                HandOut(match.Item, match.Worker);
            }
            catch (DamagedRowException error)
            {
                SetAside(match.Item, error);
            }
            catch (SqliteException error)
            {
                logger.HandOutFailed(match.Item.Instance, error);
                Later(RetryReading, dispatcher => dispatcher.TryAgain(match.Item));
            }
        }
    }

    private void HandOut(ReadyItem item, WorkerConnection worker)
    {
        if (item.Route.Kind == WorkKind.Activity)
        {
            waitingActivities.Remove(item.Number);
            if (items.Activity(item) is { } activity)
            {
                var held = new HeldActivity(item, worker);
                heldActivities[item.Number] = held;
                worker.Activities[item.Number] = held;
                worker.Send(activity);
            }

            return;
        }

        InstanceSlot slot = slots[item.Number];
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
            Tidy(slot);
        }
    }

    private WorkerConnection? Choose(ReadyItem item)
    {
        WorkKind kind = item.Route.Kind;
        if (kind == WorkKind.Turn && slots[item.Number].LastWorker is { } last && last.Takes(item.Route) && last.Free(kind) > 0)
        {
            return last;
        }

        WorkerConnection? best = null;
        foreach (WorkerConnection worker in workers)
        {
            if (worker.Free(kind) > (best?.Free(kind) ?? 0) && worker.Takes(item.Route))
            {
                best = worker;
            }
        }

        return best;
    }

    private void SetAside(ReadyItem item, DamagedRowException error)
    {
        logger.HandOutFailed(item.Instance, error);
        if (item.Route.Kind == WorkKind.Turn)
        {
            slots[item.Number].Parked = true;
            InstanceDamaged(item.Number, error.Message);
        }
        else
        {
            ActivityDamaged(item.Number, error.Message);
        }
    }

    private void TryAgain(ReadyItem item)
    {
        if (item.Route.Kind == WorkKind.Activity)
        {
            Wait(item);
        }
        else
        {
            MakeReady(item.Number);
        }
    }

    private void Wait(ReadyItem activity)
    {
        waitingActivities[activity.Number] = activity;
        queues.Add(activity);
    }

    /// <summary>For what was put off: the slot may have been left and made anew meanwhile.</summary>
    private void MakeReady(long key)
    {
        if (slots.TryGetValue(key, out InstanceSlot? slot))
        {
            MakeReady(slot);
        }
    }

    private void MakeReady(InstanceSlot slot)
    {
        if (slot.Ready is null && slot.Lease is null && !slot.Parked && !slot.Forgotten)
        {
            slot.Ready = new ReadyItem(slot.Route, slot.Key, slot.Key, ++order, Request: null);
            queues.Add(slot.Ready);
        }
    }

    private InstanceSlot SlotOf(long key, string name, string? version)
    {
        if (!slots.TryGetValue(key, out InstanceSlot? slot))
        {
            slot = new InstanceSlot(key, new WorkRoute(WorkKind.Turn, name, version));
            slots[key] = slot;
        }

        return slot;
    }

    private void Forget(long key)
    {
        if (!slots.Remove(key, out InstanceSlot? slot))
        {
            return;
        }

        slot.Forgotten = true;
        cache.Drop(slot);
        if (slot.Ready is not null)
        {
            slot.Ready.Withdrawn = true;
        }

        slot.Lease?.Worker.Turns.Remove(slot.Lease);
        slot.Lease = null;
    }

    private void Tidy(InstanceSlot slot)
    {
        if (slot.IsIdle)
        {
            slots.Remove(slot.Key);
        }
    }
}
