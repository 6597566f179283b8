namespace Tapir.DurableTask.Sidecar.Dispatch;

/// <summary>An activity that a worker has in hand.</summary>
internal sealed record HeldActivity(ReadyItem Item, WorkerConnection Worker);
