namespace Tapir.Teachers.Ledger;

/// <summary>The response ledger cannot be opened, read or written. The message names the file and what to do. While a run makes calls this
/// pauses it (a full disk above all): a call that could not be recorded would be paid for twice.</summary>
public sealed class LedgerException : RunPausedException
{
    internal LedgerException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }
}
