namespace Tapir.Functions;

/// <summary>A call gave up because the orchestration that made it was terminated: nobody waits for its result any more.</summary>
internal sealed class CallerTerminatedException(string instanceId, OperationCanceledException inner)
    : OperationCanceledException($"The orchestration '{instanceId}' was terminated while this call ran for it.", inner)
{
    public string InstanceId { get; } = instanceId;
}
