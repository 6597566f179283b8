using Tapir.DurableTask.Sidecar.Engine;
using Tapir.DurableTask.Sidecar.Storage;

namespace Tapir.DurableTask.Sidecar.Dispatch;

/// <summary>Tells people who works on what. In memory, names are folded for comparison; here they are as they were written.</summary>
internal sealed class WorkSurvey(HubTransaction hub)
{
    public HubWork Of(ConnectedWorkers workers, ReadyQueues queues) => new(
        [.. workers.All.Select(Of)],
        [.. queues.Routes.Select(line => new WaitingWork(NameOf(line.First), line.First.Route.Kind == WorkKind.Activity, line.Count, workers.All.Any(worker => worker.Takes(line.First.Route))))
            .OrderBy(waiting => waiting.Name, StringComparer.Ordinal)]);

    private ConnectedWorker Of(WorkerConnection worker) => new(
        worker.Name,
        worker.Orchestrations,
        worker.ActivityNames,
        [
            .. worker.Turns.Select(lease => new WorkInHand(lease.InstanceId, InstanceNameOf(lease.Slot.Key) ?? lease.Slot.Route.Name, TaskId: null)),
            .. worker.Activities.Values.OrderBy(held => held.Item.Number).Select(held => new WorkInHand(held.InstanceId, held.Name, held.TaskId)),
        ]);

    private string NameOf(ReadyItem item) => (item.Route.Kind == WorkKind.Activity ? ActivityNameOf(item) : InstanceNameOf(item.Instance)) ?? item.Route.Name;

    private string? ActivityNameOf(ReadyItem item) => item.Request?.Name ?? Readable(() => hub.Activities.Find(item.Number)?.Name);

    private string? InstanceNameOf(long key) => Readable(() => hub.Instances.Find(key)?.Name);

    private static string? Readable(Func<string?> read)
    {
        try
        {
            return read();
        }
        catch (DamagedRowException)
        {
            // Whoever hands it out parks it; here it only has no name of its own.
            return null;
        }
    }
}
