namespace Tapir.Teachers.Endpoints;

/// <summary>The endpoint's content filter stopped the request before a model saw it.</summary>
internal sealed class ContentFilteredException(string message, byte[] reply) : EndpointException(message)
{
    public override bool MayBeCharged => false;

    public byte[] Reply => reply;
}
