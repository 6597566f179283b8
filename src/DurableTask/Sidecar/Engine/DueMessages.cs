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
            InstanceRow? receiver = transaction.Instances.Find(due.Instance) is { IsFinished: false } row ? row : null;
            if (due.Event is null)
            {
                transaction.Timers.SetAside(due);
                Park(transaction, receiver, due);
                continue;
            }

            transaction.Timers.Delete(due);
            if (receiver is not null)
            {
                transaction.Deliver(receiver, due.Event);
            }
        }
    }

    private static void Park(HubTransaction transaction, InstanceRow? receiver, DueMessage due)
    {
        if (receiver is not null)
        {
            transaction.Instances.Park(receiver.Key, new DamagedRowException("timers", due.Instance, due.Sequence).Message);
            transaction.AfterCommit(dispatcher => dispatcher.Turns.Park(receiver.Key, receiver.Name, receiver.Version));
        }
    }
}
