using Tapir.DurableTask.Protobuf;

namespace Tapir.DurableTask.Sidecar.Storage;

/// <summary>A history event or message as a row: its place, what it says, and its size on disk in bytes.</summary>
internal readonly record struct StoredEvent(long Sequence, HistoryEvent Event, int Bytes);
