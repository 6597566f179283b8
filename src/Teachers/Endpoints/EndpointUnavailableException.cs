namespace Tapir.Teachers.Endpoints;

/// <summary>The endpoint did not answer in spite of all retries: it is down, overloaded or out of reach.</summary>
public sealed class EndpointUnavailableException : RunPausedException
{
    internal EndpointUnavailableException(string message)
        : base(message)
    {
    }
}
