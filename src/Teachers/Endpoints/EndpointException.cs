namespace Tapir.Teachers.Endpoints;

/// <summary>One attempt to call an endpoint failed. The message never holds the key.</summary>
public abstract class EndpointException(string message) : Exception(message)
{
    /// <summary>Whether the endpoint may have charged for the attempt.</summary>
    public abstract bool MayBeCharged { get; }
}
