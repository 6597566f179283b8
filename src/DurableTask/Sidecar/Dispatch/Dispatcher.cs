using Microsoft.Extensions.Logging;
using Tapir.DurableTask.Sidecar.Engine;

namespace Tapir.DurableTask.Sidecar.Dispatch;

/// <summary>Who waits, who works, who holds what. All of it is memory that can be rebuilt from the tables, and only the hub's thread touches it.</summary>
internal sealed class Dispatcher
{
    private const long CacheBytes = 16 << 20;

    private readonly HubTransaction hub;
    private readonly ReadyQueues queues = new();
    private readonly ConnectedWorkers workers;
    private readonly Delivery delivery;

    public Dispatcher(HubTransaction hub, StatusWatch watch, Deferred deferred, ILogger logger)
    {
        this.hub = hub;
        var items = new WorkItems(hub, Histories);
        Watch = watch;
        Deferred = deferred;
        Turns = new PendingTurns(queues, Histories);
        Leases = new TurnLeases(Turns, items, deferred);
        Activities = new PendingActivities(queues, items, deferred);
        workers = new ConnectedWorkers(logger);
        Unwanted = new Unwanted(workers);
        delivery = new Delivery(this, queues, workers, logger);
    }

    public PendingTurns Turns { get; }

    public TurnLeases Leases { get; }

    public PendingActivities Activities { get; }

    public Unwanted Unwanted { get; }

    public AbsentWorkers Absent { get; } = new();

    public HistoryCache Histories { get; } = new(CacheBytes);

    public StatusWatch Watch { get; }

    public Deferred Deferred { get; }

    /// <summary>Called when an instance's rows are damaged, so that it is parked on disk too.</summary>
    public required Action<long, string> InstanceDamaged { get; init; }

    /// <summary>Called likewise for an activity's sequence.</summary>
    public required Action<long, string> ActivityDamaged { get; init; }

    /// <summary>Called with what is parked until a worker comes when one is there, so that it is put back on disk too.</summary>
    public required Action<IReadOnlyList<ItemName>> WorkerCame { get; init; }

    /// <summary>How many workers are connected; from any thread.</summary>
    public int WorkerCount => workers.Count;

    public void Connect(WorkerConnection worker)
    {
        workers.Add(worker);
        Leases.Again();
        Activities.Again();
        LookForTakers();
    }

    /// <summary>Whether a worker whose stream has ended has come back on another already.</summary>
    public bool IsBack(WorkerConnection gone) => gone.Session is { } session && workers.All.Any(worker => worker != gone && worker.Session == session);

    /// <summary>Has what is parked until a worker comes put back as far as one is there.</summary>
    public void LookForTakers()
    {
        if (Unwanted.Wanted is { Count: > 0 } wanted)
        {
            WorkerCame(wanted);
        }
    }

    /// <summary>Whether nobody who is connected takes an item any more, once <paramref name="last"/> has refused it.</summary>
    public bool IsRefusedByAll(WorkerConnection last, WorkRoute route, HandBacks? handBacks) => workers.IsLastTaker(last, route, handBacks);

    /// <summary>Ends the lease of a worker that never takes such a turn; it goes to another.</summary>
    public void Refused(TurnLease lease)
    {
        RefusalsOf(lease.Slot).Refuse(lease.Worker);
        Leases.EndRefused(lease);
    }

    /// <summary>Likewise when there was no other: the turn is parked on disk until one comes.</summary>
    public void RefusedByAll(TurnLease lease)
    {
        Refused(lease);
        lease.Slot.Parked = true;
        Expect(lease.Slot.Route, lease.Slot.Key, RefusalsOf(lease.Slot));
    }

    /// <summary>Ends the hold of a worker that never takes such an activity; it goes to another.</summary>
    public void Refused(HeldActivity held)
    {
        HandBacks refusals = held.Item.HandBacks ?? new HandBacks();
        refusals.Refuse(held.Worker);
        Activities.EndRefused(held, refusals);
    }

    /// <summary>Likewise when there was no other: the activity is parked on disk until one comes.</summary>
    public void RefusedByAll(HeldActivity held)
    {
        HandBacks refusals = held.Item.HandBacks ?? new HandBacks();
        refusals.Refuse(held.Worker);
        Activities.Gone(held.Item.Number);
        Expect(held.Item.Route, held.Item.Number, refusals);
    }

    /// <summary>Takes back what a worker held whose stream is gone.</summary>
    /// <param name="parked">Activities and instances that were delivered too often and stay out of the queue; null when this was not counted as a loss of any.</param>
    public void Disconnect(WorkerConnection worker, IReadOnlySet<long>? parked)
    {
        if (!workers.Remove(worker))
        {
            return;
        }

        foreach (TurnLease lease in worker.Turns.ToList())
        {
            Leases.TakeBack(lease, counted: parked is not null, parked?.Contains(lease.Slot.Key) == true);
        }

        foreach (HeldActivity held in worker.Activities.Values.ToList())
        {
            Activities.TakeBack(held, counted: parked is not null, parked?.Contains(held.Item.Number) == true);
        }
    }

    /// <summary>The instance is removed from the hub, and with it the activities that it waited for.</summary>
    public void Forget(long key, string id, IReadOnlyList<long> activities)
    {
        Turns.Forget(key);
        Activities.Gone(activities);
        Unwanted.Remove(new ItemName(WorkKind.Turn, key));
        foreach (long activity in activities)
        {
            Unwanted.Remove(new ItemName(WorkKind.Activity, activity));
        }

        Watch.Changed(id);
    }

    public HubWork Survey() => new WorkSurvey(hub).Of(workers, queues);

    /// <summary>Hands out what waits to the workers that have room for it.</summary>
    public void Pump() => delivery.Pump();

    private static HandBacks RefusalsOf(InstanceSlot slot) => slot.HandBacks ??= new HandBacks();

    /// <summary>A worker may have come since it was found that there is none.</summary>
    private void Expect(WorkRoute route, long number, HandBacks refusals)
    {
        Unwanted.Add(route, number, refusals);
        LookForTakers();
    }
}
