namespace Tapir.DurableTask.Sidecar;

/// <summary>Work that was handed out too often without an answer, and waits for a person.</summary>
/// <param name="Id">Names the item for <see cref="TaskHub.RetryParkedAsync"/>.</param>
/// <param name="InstanceId">The orchestration instance it belongs to.</param>
/// <param name="Name">The activity's name, or the orchestration's for a turn.</param>
/// <param name="TaskId">The activity's number in its orchestration, or null for a turn.</param>
/// <param name="Reason">Why it was parked: deliveries, the last worker, the damage found.</param>
public sealed record ParkedItem(string Id, string InstanceId, string Name, int? TaskId, string Reason);
