using Tapir.DurableTask.Protobuf;

namespace Tapir.DurableTask.Sidecar.Storage;

/// <summary>A timer or delayed message whose time has come.</summary>
/// <param name="Place">Its key as the row has it, which damage may have made something else than two whole numbers.</param>
/// <param name="Event">What to deliver; null where the row does not have the checksum it was written with.</param>
internal readonly record struct DueMessage((object VisibleAt, object Sequence) Place, long Sequence, long Instance, HistoryEvent? Event);
