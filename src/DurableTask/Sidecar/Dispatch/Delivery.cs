using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;
using Tapir.DurableTask.Sidecar.Storage;

namespace Tapir.DurableTask.Sidecar.Dispatch;

/// <summary>Brings what waits in line to the workers that have room for it.</summary>
internal sealed class Delivery(Dispatcher dispatcher, ReadyQueues queues, ConnectedWorkers workers, ILogger logger)
{
    private static readonly TimeSpan RetryReading = TimeSpan.FromSeconds(1);

    /// <summary>Hands out until nothing more can go.</summary>
    public void Pump()
    {
        while (!workers.None && queues.Take(Choose) is { } match)
        {
            try
            {
                HandOut(match.Item, match.Worker);
            }
            catch (SqliteException error)
            {
                logger.HandOutFailed(match.Item.Instance, error);
                dispatcher.Deferred.Later(RetryReading, () => TryAgain(match.Item));
            }
            catch (Exception error)
            {
                // Damaged, or whole by its checksum and no message all the same: it cannot be handed out, and must keep nobody else from work.
                SetAside(match.Item, error);
            }
        }
    }

    private WorkerConnection? Choose(ReadyItem item) => item.Route.Kind == WorkKind.Turn && dispatcher.Turns[item.Number] is { } slot
        ? workers.Choose(item.Route, slot.LastWorker, slot.HandBacks, item.Losses)
        : workers.Choose(item.Route, preferred: null, item.HandBacks, item.Losses);

    private void HandOut(ReadyItem item, WorkerConnection worker)
    {
        if (item.Route.Kind == WorkKind.Activity)
        {
            dispatcher.Activities.HandOut(item, worker);
        }
        else
        {
            dispatcher.Leases.HandOut(item.Number, worker);
        }
    }

    private void SetAside(ReadyItem item, Exception error)
    {
        logger.HandOutFailed(item.Instance, error);
        if (item.Route.Kind == WorkKind.Turn)
        {
            dispatcher.Turns[item.Number].Parked = true;
            dispatcher.InstanceDamaged(item.Number, error.Message);
        }
        else
        {
            dispatcher.ActivityDamaged(item.Number, error.Message);
        }
    }

    private void TryAgain(ReadyItem item)
    {
        if (item.Route.Kind == WorkKind.Activity)
        {
            dispatcher.Activities.Wait(item);
        }
        else
        {
            dispatcher.Turns.MakeReady(item.Number);
        }
    }
}
