using Tapir.DurableTask.Protobuf;

namespace Tapir.DurableTask.Sidecar.Storage;

/// <summary>An instance about to be created, whoever asks: a client, a parent or a restart.</summary>
/// <param name="ScheduledStart">When the first turn may run, or null for at once.</param>
internal sealed record NewInstance(string Id, string ExecutionId, ExecutionStartedEvent Start, DateTimeOffset? ScheduledStart);
