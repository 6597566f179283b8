namespace Tapir.DurableTask.Sidecar.Dispatch;

/// <summary>Names an item as long as the hub lives.</summary>
/// <param name="Number">The instance's key for a turn, the activity's sequence for an activity.</param>
internal readonly record struct ItemName(WorkKind Kind, long Number);
