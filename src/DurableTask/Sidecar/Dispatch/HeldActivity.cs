using Tapir.DurableTask.Protobuf;

namespace Tapir.DurableTask.Sidecar.Dispatch;

/// <summary>An activity that a worker has in hand.</summary>
/// <param name="handOut">The number of this hand-out, which no other of the hub has.</param>
internal sealed class HeldActivity(ReadyItem item, WorkerConnection worker, long handOut, ActivityRequest request)
{
    public ReadyItem Item => item;

    public WorkerConnection Worker => worker;

    public CompletionToken Token { get; } = new(WorkKind.Activity, item.Number, handOut);

    public string InstanceId { get; } = request.OrchestrationInstance.InstanceId;

    public string Name { get; } = request.Name;

    /// <summary>The activity's number in its orchestration.</summary>
    public int TaskId { get; } = request.TaskId;
}
