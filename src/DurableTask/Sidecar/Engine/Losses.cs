using Microsoft.Extensions.Logging;
using Tapir.DurableTask.Sidecar.Dispatch;
using Tapir.DurableTask.Sidecar.Queries;
using Tapir.DurableTask.Sidecar.Storage;

namespace Tapir.DurableTask.Sidecar.Engine;

/// <summary>Counts deliveries that brought no answer and parks what was delivered too often: an item that kills its worker must not do so for ever.</summary>
/// <remarks>A death of the hub itself counts against nobody, since what was in hand then is not known to be the cause; neither does the cut connection of a worker that comes back.</remarks>
internal sealed class Losses(int maximumDeliveries, ILogger logger)
{
    /// <returns>Whether the turn was parked.</returns>
    public bool Count(HubTransaction transaction, TurnLease lease, string cause)
    {
        transaction.Instances.CountLoss(lease.Slot.Key, lease.Turn);
        if (transaction.Instances.Find(lease.Slot.Key) is not { } row || row.Turn != lease.Turn || row.Losses < maximumDeliveries)
        {
            return false;
        }

        string reason = ParkReason.DeliveredInVain(row.Losses, row.Turn + 1, cause);
        transaction.Instances.Park(row.Key, reason);
        logger.Parked($"instance '{row.Id}' ({row.Name})", reason);
        return true;
    }

    /// <returns>Whether the activity was parked.</returns>
    public bool Count(HubTransaction transaction, HeldActivity held, string cause)
    {
        transaction.Activities.CountLoss(held.Item.Number);
        if (transaction.Activities.Find(held.Item.Number) is not { } row || row.Losses < maximumDeliveries)
        {
            return false;
        }

        string reason = ParkReason.DeliveredInVain(row.Losses, cause);
        transaction.Activities.Park(row.Sequence, reason);
        logger.Parked($"activity '{row.Name}' (task {row.TaskId} of instance '{row.Request.OrchestrationInstance.InstanceId}')", reason);
        return true;
    }

    /// <summary>Takes back what was counted when a worker went away that is back now; what was parked for it goes out again.</summary>
    public static void TakeBack(HubTransaction transaction, LostWork lost)
    {
        foreach ((long key, long turn) in lost.Turns)
        {
            if (transaction.Instances.TakeBackLoss(key, turn))
            {
                transaction.AfterCommit(dispatcher => dispatcher.Turns.TakeBackLoss(key));
                Parking.PutBack(transaction, new ItemName(WorkKind.Turn, key), ParkReason.WasInVain);
            }
        }

        foreach (long sequence in lost.Activities)
        {
            if (transaction.Activities.TakeBackLoss(sequence))
            {
                transaction.AfterCommit(dispatcher => dispatcher.Activities.TakeBackLoss(sequence));
                Parking.PutBack(transaction, new ItemName(WorkKind.Activity, sequence), ParkReason.WasInVain);
            }
        }
    }
}
