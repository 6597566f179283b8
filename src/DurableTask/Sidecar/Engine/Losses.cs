using Microsoft.Extensions.Logging;
using Tapir.DurableTask.Sidecar.Dispatch;

namespace Tapir.DurableTask.Sidecar.Engine;

/// <summary>Counts deliveries that brought no answer and parks what was delivered too often: an item that kills its worker must not do so for ever.</summary>
/// <remarks>A death of the hub itself counts against nobody, since what was in hand then is not known to be the cause.</remarks>
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

        string reason = $"turn {row.Turn + 1} was delivered {row.Losses} times without an answer; the last time {cause}";
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

        string reason = $"delivered {row.Losses} times without an answer; the last time {cause}";
        transaction.Activities.Park(row.Sequence, reason);
        logger.Parked($"activity '{row.Name}' (task {row.TaskId} of instance '{row.Request.OrchestrationInstance.InstanceId}')", reason);
        return true;
    }
}
