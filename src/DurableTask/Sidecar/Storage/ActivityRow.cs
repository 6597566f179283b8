using Tapir.DurableTask.Protobuf;

namespace Tapir.DurableTask.Sidecar.Storage;

/// <summary>An activity that still waits for its result.</summary>
internal sealed record ActivityRow(long Sequence, long Instance, string ExecutionId, int TaskId, string Name, string? Version, int Losses, string? Parked, ActivityRequest Request);
