namespace Tapir.Datasets.Formats;

/// <summary>What came of reading a row (or one instance of it): <see cref="Good"/> or <see cref="Bad"/>.</summary>
internal abstract record RowReading
{
    private RowReading()
    {
    }

    internal sealed record Good(RowContent Content) : RowReading;

    internal sealed record Bad(string Reason) : RowReading;

    /// <summary>Good where instruction and response hold text.</summary>
    public static RowReading Of(RowContent content)
    {
        if (string.IsNullOrWhiteSpace(content.Instruction))
        {
            return new Bad("the instruction is empty");
        }

        return string.IsNullOrWhiteSpace(content.Response) ? new Bad("the answer is empty") : new Good(content);
    }
}
