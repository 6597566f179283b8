namespace Tapir.Teachers.Endpoints;

/// <summary>The bytes of one reply, from the network layer to the ledger past the library between them.</summary>
internal sealed class ReplyHolder
{
    public byte[]? Bytes { get; set; }
}
