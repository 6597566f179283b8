namespace Tapir.DurableTask.Protobuf;

/// <summary>How a worker whose connection was cut says that it is the same when it comes back.</summary>
/// <remarks>A sidecar sees the same whether the worker died or the network did, and what dies with its worker again and again is parked. A worker that sends <see cref="Header"/> on GetWorkItems with
/// the value that its last stream had has lived on, so nothing that it had in hand has killed it: Tapir's sidecar takes back what it counted. A worker whose stream broke because of what came over it, a
/// message too large for it, say, begins another session.</remarks>
public static class WorkerSession
{
    /// <summary>The request header (metadata key) on GetWorkItems; its value is any text that no other worker has.</summary>
    public const string Header = "tapir-worker-session";
}
