using Grpc.Core;
using Tapir.DurableTask.Sidecar.Storage;

namespace Tapir.DurableTask.Sidecar.Engine;

/// <summary>Removing instances that have ended.</summary>
internal static class Purging
{
    /// <summary>Removes the named instances, damaged ones too, and with <paramref name="recursive"/> their descendants; all or none. Unknown ids count for nothing.</summary>
    /// <returns>Number of instances removed.</returns>
    /// <exception cref="RpcException">FailedPrecondition: one of them has not ended.</exception>
    public static int Purge(HubTransaction transaction, IEnumerable<string> ids, bool recursive)
    {
        string[] damaged = [.. ids.Distinct().Where(id => IsDamaged(() => transaction.Instances.Find(id)))];
        List<InstanceRow> rows = Family(transaction, ids.Except(damaged), recursive);
        if (rows.FirstOrDefault(row => !row.IsFinished) is { } open)
        {
            throw Refusals.Because(StatusCode.FailedPrecondition, $"The orchestration instance '{Refusals.Shorten(open.Id)}' is {open.Status}; only a finished one can be purged. Terminate it first.");
        }

        foreach (InstanceRow row in rows)
        {
            transaction.Remove(row);
        }

        // Of a damaged one nobody knows whether it has ended; removing it is what its people are told to do.
        foreach (string id in damaged)
        {
            transaction.Remove(transaction.Instances.KeyOf(id)!.Value, id);
        }

        return rows.Count + damaged.Length;
    }

    /// <summary>The same for what a filter found: a family of which a member has not ended is left as it is, so that it does not keep the others from going.</summary>
    /// <returns>Number of instances removed.</returns>
    public static int PurgeEnded(HubTransaction transaction, IEnumerable<string> ids, bool recursive) => ids
        .Where(id => !IsDamaged(() => Family(transaction, [id], recursive)) && Family(transaction, [id], recursive).All(row => row.IsFinished))
        .Sum(id => Purge(transaction, [id], recursive));

    private static bool IsDamaged<T>(Func<T> read)
    {
        try
        {
            read();
            return false;
        }
        catch (DamagedRowException)
        {
            return true;
        }
    }

    private static List<InstanceRow> Family(HubTransaction transaction, IEnumerable<string> ids, bool recursive)
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

            rows.Add(row);
            if (recursive)
            {
                foreach (InstanceRow child in transaction.Instances.ChildrenOf(row.Id))
                {
                    open.Push(child);
                }
            }
        }

        return rows;
    }
}
