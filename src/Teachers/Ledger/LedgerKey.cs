namespace Tapir.Teachers.Ledger;

/// <summary>What makes two requests the same: the SHA-256 of provider, endpoint, model, messages, parameters and sample index.</summary>
/// <param name="Hex">64 lower-case hexadecimal digits.</param>
public readonly record struct LedgerKey(string Hex)
{
    internal byte[] ToBytes() => Convert.FromHexString(Hex);

    public override string ToString() => Hex;
}
