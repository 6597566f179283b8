using Tapir.DurableTask.Protobuf;

namespace Tapir.DurableTask.Sidecar.Storage;

/// <summary>What a turn has to know of its instance; the payloads stay on disk.</summary>
/// <param name="Key">Number of this instance, never given to another, not even to a later one of the same id.</param>
/// <param name="Turn">Number of committed turns.</param>
/// <param name="Losses">How often the present turn was handed out in vain.</param>
/// <param name="Parked">Why the instance is no longer handed out, or null.</param>
internal sealed record InstanceRow(
    long Key,
    string Id,
    string ExecutionId,
    string Name,
    string? Version,
    OrchestrationStatus Status,
    long Updated,
    long Turn,
    int Losses,
    string? Parked,
    int HistoryLength,
    long HistoryBytes,
    byte[]? Parent,
    byte[]? Tags,
    byte[]? Trace,
    byte[]? OrchestrationTrace)
{
    public bool IsFinished => Status.IsFinished();
}
