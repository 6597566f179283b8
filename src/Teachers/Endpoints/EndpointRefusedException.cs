namespace Tapir.Teachers.Endpoints;

/// <summary>The endpoint will not answer whatever is asked, until a person changes something: the key is missing, refused or revoked, the model
/// or the address is unknown, the account is out of funds. Names endpoint and variable, never the key.</summary>
public sealed class EndpointRefusedException : RunPausedException
{
    public EndpointRefusedException(string message)
        : base(message)
    {
    }
}
