using System.Net;

namespace Tapir.Teachers.Endpoints;

/// <summary>An attempt failed for a reason that may pass: too many requests, a fault of the server, a time-out, a broken connection.</summary>
internal sealed class TransientEndpointException(string message, bool mayBeCharged, TimeSpan? retryAfter = null) : EndpointException(message)
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(15);

    /// <summary>Whether the endpoint asked for so long a pause that the run had better say so and wait for a person.</summary>
    public bool AsksForTooLong => retryAfter > LongestWait;

    public override bool MayBeCharged => mayBeCharged;

    /// <value>What the endpoint replied; null where it did not.</value>
    public HttpStatusCode? Status { get; init; }

    /// <summary>How long the endpoint asked to be left alone; null where it did not say.</summary>
    public TimeSpan? RetryAfter => retryAfter;
}
