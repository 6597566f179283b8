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
        (List<InstanceRow> rows, List<string> damaged) = Family(transaction, ids, recursive);
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

        return rows.Count + damaged.Count;
    }

    /// <summary>The same for what a filter found: a family of which a member has not ended is left as it is, so that it does not keep the others from going.</summary>
    /// <returns>Number of instances removed.</returns>
    public static int PurgeEnded(HubTransaction transaction, IEnumerable<string> ids, bool recursive) => ids
        .Where(id => Family(transaction, [id], recursive) is { Damaged: [] } family && family.Rows.All(row => row.IsFinished))
        .Sum(id => Purge(transaction, [id], recursive));

    private static (List<InstanceRow> Rows, List<string> Damaged) Family(HubTransaction transaction, IEnumerable<string> ids, bool recursive)
    {
        List<InstanceRow> rows = [];
        List<string> damaged = [];
        HashSet<string> seen = new(StringComparer.Ordinal);
        Stack<string> open = new(ids);
        while (open.TryPop(out string? id))
        {
            if (!seen.Add(id))
            {
                continue;
            }

            try
            {
                if (transaction.Instances.Find(id) is { } row)
                {
                    rows.Add(row);
                }
            }
            catch (DamagedRowException)
            {
                damaged.Add(id);
            }

            foreach (string child in recursive ? transaction.Instances.ChildIdsOf(id) : [])
            {
                open.Push(child);
            }
        }

        return (rows, damaged);
    }
}
