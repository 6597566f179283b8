using Tapir.DurableTask.Sidecar.Storage;

namespace Tapir.DurableTask.Sidecar.Engine;

/// <summary>Timers and delayed messages whose time has come.</summary>
internal static class DueMessages
{
    private const int MostAtOnce = 1000;

    /// <summary>Hands them to their instances. A damaged one is set aside and its instance parked, so that the others do not wait for it.</summary>
    public static void Deliver(HubTransaction transaction)
    {
        foreach (DueMessage due in transaction.Timers.Due(transaction.Now.UtcTicks, MostAtOnce))
        {
            if (due.Event is null)
            {
                SetAside(transaction, due);
                continue;
            }

            transaction.Timers.Delete(due);
            transaction.Tell(due.Instance, receiver => !receiver.IsFinished, due.Event);
        }
    }

    private static void SetAside(HubTransaction transaction, DueMessage due)
    {
        transaction.Timers.SetAside(due);
        var damage = new DamagedRowException("timers", due.Instance, due.Sequence);
        try
        {
            if (transaction.Instances.Find(due.Instance) is { IsFinished: false })
            {
                transaction.ParkDamaged(due.Instance, damage);
            }
        }
        catch (DamagedRowException)
        {
            transaction.ParkDamaged(due.Instance, damage);
        }
    }
}
