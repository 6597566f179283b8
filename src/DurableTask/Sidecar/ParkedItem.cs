using Tapir.DurableTask.Sidecar.Storage;

namespace Tapir.DurableTask.Sidecar;

/// <summary>Work that is not handed out any more: it was too often without an answer, and waits for a person; or no connected worker takes it, and it waits for one that does.</summary>
/// <param name="Id">Names the item for <see cref="TaskHub.RetryParkedAsync"/>.</param>
/// <param name="InstanceId">The orchestration instance it belongs to.</param>
/// <param name="Name">The activity's name, or the orchestration's for a turn.</param>
/// <param name="TaskId">The activity's number in its orchestration, or null for a turn.</param>
/// <param name="Reason">Why it was parked: deliveries, the last worker, the damage found, what the workers said.</param>
public sealed record ParkedItem(string Id, string InstanceId, string Name, int? TaskId, string Reason)
{
    /// <summary>Whether it is put back in line by itself when a worker connects that may take it.</summary>
    public bool WaitsForAWorker => ParkReason.WaitsForAWorker(Reason);
}
