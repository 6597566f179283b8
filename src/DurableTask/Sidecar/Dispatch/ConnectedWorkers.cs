using Microsoft.Extensions.Logging;

namespace Tapir.DurableTask.Sidecar.Dispatch;

/// <summary>The workers whose streams are open, and which of them gets the next item.</summary>
internal sealed class ConnectedWorkers(ILogger logger)
{
    private readonly List<WorkerConnection> workers = [];

    private volatile int count;

    public bool None => workers.Count == 0;

    /// <summary>How many are connected, for whoever counts from another thread.</summary>
    public int Count => count;

    public IReadOnlyList<WorkerConnection> All => workers;

    public void Add(WorkerConnection worker)
    {
        workers.Add(worker);
        count = workers.Count;
        logger.WorkerConnected(worker.Name);
    }

    /// <returns>Whether the worker was connected until now.</returns>
    public bool Remove(WorkerConnection worker)
    {
        if (!workers.Remove(worker))
        {
            return false;
        }

        count = workers.Count;
        worker.IsGone = true;
        logger.WorkerGone(worker.Name, worker.Turns.Count, worker.Activities.Count);
        return true;
    }

    /// <summary>Whether a worker could get an item that has not said that it never takes it, whether it has room now or not.</summary>
    public bool HasTaker(WorkRoute route, HandBacks? handBacks) => workers.Exists(worker => worker.Takes(route) && handBacks?.IsRefusedBy(worker) != true);

    /// <summary>Whether all others that could get an item have said that they never take it.</summary>
    public bool IsLastTaker(WorkerConnection last, WorkRoute route, HandBacks? handBacks) =>
        !workers.Exists(worker => worker != last && worker.Takes(route) && handBacks?.IsRefusedBy(worker) != true);

    /// <summary>The worker to send an item to: the <paramref name="preferred"/> one if it has room, else the one with most room; null when nobody
    /// takes such an item now. One that handed it back gets it only when no other has room; one that never takes it, only when nobody else could.</summary>
    /// <param name="losses">How many workers went away with the item in hand: a suspect goes only to one that has no other suspect.</param>
    public WorkerConnection? Choose(WorkRoute route, WorkerConnection? preferred, HandBacks? handBacks, int losses)
    {
        bool suspect = Suspicion.Meets(losses);
        if (!suspect && preferred is not null && preferred.Takes(route) && preferred.Free(route.Kind) > 0)
        {
            return preferred;
        }

        bool IsAsked(WorkerConnection worker) => !suspect || !worker.HasSuspect;
        if (handBacks is null)
        {
            return MostRoom(route, IsAsked);
        }

        return MostRoom(route, worker => IsAsked(worker) && !handBacks.Has(worker))
            ?? (HasTaker(route, handBacks) ? MostRoom(route, worker => IsAsked(worker) && !handBacks.IsRefusedBy(worker)) : MostRoom(route, IsAsked));
    }

    private WorkerConnection? MostRoom(WorkRoute route, Predicate<WorkerConnection> asked)
    {
        WorkerConnection? best = null;
        foreach (WorkerConnection worker in workers)
        {
            if (worker.Free(route.Kind) > (best?.Free(route.Kind) ?? 0) && worker.Takes(route) && asked(worker))
            {
                best = worker;
            }
        }

        return best;
    }
}
