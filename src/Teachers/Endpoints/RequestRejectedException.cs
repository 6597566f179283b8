namespace Tapir.Teachers.Endpoints;

/// <summary>The endpoint will not answer this one request (too long, malformed for it); others may well be answered.</summary>
public sealed class RequestRejectedException(string message) : EndpointException(message)
{
    public override bool MayBeCharged => false;
}
