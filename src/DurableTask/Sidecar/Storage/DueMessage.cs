using Tapir.DurableTask.Protobuf;

namespace Tapir.DurableTask.Sidecar.Storage;

/// <summary>A timer or delayed message whose time has come.</summary>
/// <param name="Event">What to deliver; null where the row does not have the checksum it was written with.</param>
internal readonly record struct DueMessage(long VisibleAt, long Sequence, long Instance, HistoryEvent? Event);
