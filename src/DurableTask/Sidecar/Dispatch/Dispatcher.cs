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
        delivery = new Delivery(this, queues, workers, logger);
    }

    public PendingTurns Turns { get; }

    public TurnLeases Leases { get; }

    public PendingActivities Activities { get; }

    public HistoryCache Histories { get; } = new(CacheBytes);

    public StatusWatch Watch { get; }

    public Deferred Deferred { get; }

    /// <summary>Called when an instance's rows are damaged, so that it is parked on disk too.</summary>
    public required Action<long, string> InstanceDamaged { get; init; }

    /// <summary>Called likewise for an activity's sequence.</summary>
    public required Action<long, string> ActivityDamaged { get; init; }

    /// <summary>How many workers are connected; from any thread.</summary>
    public int WorkerCount => workers.Count;

    public void Connect(WorkerConnection worker)
    {
        workers.Add(worker);
        Leases.Again();
        Activities.Again();
    }

    /// <summary>Takes back what a worker held whose stream is gone.</summary>
    /// <param name="parked">Activities and instances that were delivered too often and stay out of the queue.</param>
    public void Disconnect(WorkerConnection worker, IReadOnlySet<long> parked)
    {
        if (!workers.Remove(worker))
        {
            return;
        }

        foreach (TurnLease lease in worker.Turns.ToList())
        {
            Leases.TakeBack(lease, parked.Contains(lease.Slot.Key));
        }

        foreach (HeldActivity held in worker.Activities.Values.ToList())
        {
            Activities.TakeBack(held, parked.Contains(held.Item.Number));
        }
    }

    /// <summary>The instance is removed from the hub, and with it the activities that it waited for.</summary>
    public void Forget(long key, string id, IReadOnlyList<long> activities)
    {
        Turns.Forget(key);
        Activities.Gone(activities);
        Watch.Changed(id);
    }

    public HubWork Survey() => new WorkSurvey(hub).Of(workers, queues);

    /// <summary>Hands out what waits to the workers that have room for it.</summary>
    public void Pump() => delivery.Pump();
}
