using Tapir.DurableTask.Protobuf;

namespace Tapir.DurableTask.Sidecar.Storage;

/// <summary>A timer or delayed message whose time has come.</summary>
internal readonly record struct DueMessage(long VisibleAt, long Sequence, long Instance, HistoryEvent Event);
