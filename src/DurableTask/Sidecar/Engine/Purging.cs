using Grpc.Core;
using Tapir.DurableTask.Sidecar.Storage;

namespace Tapir.DurableTask.Sidecar.Engine;

/// <summary>Removing instances that have ended.</summary>
internal static class Purging
{
    /// <summary>Removes the named instances, and with <paramref name="recursive"/> their descendants; all or none. Unknown ids count for nothing.</summary>
    /// <returns>Number of instances removed.</returns>
    /// <exception cref="RpcException">FailedPrecondition: one of them has not ended.</exception>
    public static int Purge(HubTransaction transaction, IEnumerable<string> ids, bool recursive)
    {
        List<InstanceRow> rows = [];
        HashSet<long> seen = [];
        Stack<InstanceRow> open = new(ids.Select(transaction.Instances.Find).OfType<InstanceRow>());
        while (open.TryPop(out InstanceRow? row))
        {
            if (!seen.Add(row.Key))
            {
                continue;
            }

            if (!row.IsFinished)
            {
                throw Refusals.Because(StatusCode.FailedPrecondition, $"The orchestration instance '{Refusals.Shorten(row.Id)}' is {row.Status}; only a finished one can be purged. Terminate it first.");
            }

            rows.Add(row);
            if (recursive)
            {
                foreach (InstanceRow child in transaction.Instances.ChildrenOf(row.Id))
                {
                    open.Push(child);
                }
            }
        }

        foreach (InstanceRow row in rows)
        {
            transaction.Remove(row);
        }

        return rows.Count;
    }
}
