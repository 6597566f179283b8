namespace Tapir.Teachers.Endpoints;

/// <summary>Tells an endpoint that will not take one request from one that takes none: the first is a dropped example, the second a fault in the
/// spec, and dropping every example would hide it.</summary>
internal sealed class EndpointHealth
{
    private const int RejectionsThatTell = 3;

    private int rejectedSoFar;
    private volatile bool answered;

    public void Answered() => answered = true;

    /// <exception cref="EndpointRefusedException">Every request so far was rejected.</exception>
    public void Rejected(RequestRejectedException error)
    {
        int rejected = Interlocked.Increment(ref rejectedSoFar);
        if (!answered && rejected >= RejectionsThatTell)
        {
            throw new EndpointRefusedException(
                $"The endpoint rejected the first {rejected} requests, all that were made: {error.Message}. Check the model's parameters in the spec (maxTokens, maxTokensField, temperature).");
        }
    }
}
