namespace Tapir.Teachers.Ledger;

/// <summary>The response ledger cannot be opened, read or written. The message names the file and what to do.</summary>
public sealed class LedgerException : Exception
{
    internal LedgerException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }
}
