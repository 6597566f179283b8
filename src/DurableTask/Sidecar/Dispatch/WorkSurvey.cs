using Tapir.DurableTask.Protobuf;
using Tapir.DurableTask.Sidecar.Engine;
using Tapir.DurableTask.Sidecar.Storage;

namespace Tapir.DurableTask.Sidecar.Dispatch;

/// <summary>Tells people who works on what. In memory, names are folded for comparison; here they are as they were written.</summary>
internal sealed class WorkSurvey(HubTransaction hub)
{
    public HubWork Of(ConnectedWorkers workers, ReadyQueues queues) => new(
        [.. workers.All.Select(Of)],
        [.. queues.Lines.Select(line => new WaitingWork(NameOf(line.First), line.First.Route.Kind == WorkKind.Activity, line.Count, workers.All.Any(worker => worker.Takes(line.First.Route))))
            .OrderBy(waiting => waiting.Name, StringComparer.Ordinal)]);

    private ConnectedWorker Of(WorkerConnection worker) => new(
        worker.Name,
        worker.Orchestrations,
        worker.ActivityNames,
        [
            .. worker.Turns.Select(lease => new WorkInHand(lease.InstanceId, hub.Instances.Find(lease.Slot.Key)?.Name ?? lease.Slot.Route.Name, TaskId: null)),
            .. worker.Activities.Values.OrderBy(held => held.Item.Number).Select(Of),
        ]);

    private WorkInHand Of(HeldActivity held) => RequestOf(held.Item) is { } request
        ? new WorkInHand(request.OrchestrationInstance.InstanceId, request.Name, request.TaskId)
        : new WorkInHand(hub.Instances.Find(held.Item.Instance)?.Id ?? "", held.Item.Route.Name, TaskId: null);

    private string NameOf(ReadyItem item) =>
        (item.Route.Kind == WorkKind.Activity ? RequestOf(item)?.Name : hub.Instances.Find(item.Instance)?.Name) ?? item.Route.Name;

    private ActivityRequest? RequestOf(ReadyItem item)
    {
        try
        {
            return item.Request ?? hub.Activities.Find(item.Number)?.Request;
        }
        catch (DamagedRowException)
        {
            // Whoever hands it out parks it; here it only has no name of its own.
            return null;
        }
    }
}
