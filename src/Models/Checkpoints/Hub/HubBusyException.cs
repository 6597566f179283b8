namespace Tapir.Models.Checkpoints.Hub;

/// <summary>A request failed that may succeed later.</summary>
internal sealed class HubBusyException(string message, TimeSpan retryAfter, Exception? cause = null) : Exception(message, cause)
{
    /// <summary>How long the hub asks to wait; zero if it does not say.</summary>
    public TimeSpan RetryAfter => retryAfter;
}
