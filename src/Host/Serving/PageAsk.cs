namespace Tapir.Host.Serving;

/// <summary>Which part of a list is asked for.</summary>
/// <param name="Number">From 1.</param>
/// <param name="Size">1 or more.</param>
internal readonly record struct PageAsk(int Number, int Size)
{
    public const int LargestSize = 200;
    public const int MostPages = 1_000_000;

    /// <summary>How many come before it.</summary>
    public int Before => (Number - 1) * Size;

    /// <param name="page">Null for the first.</param>
    /// <param name="pageSize">Null for 50.</param>
    /// <exception cref="BadPageException">One of them is out of range.</exception>
    public static PageAsk Of(int? page, int? pageSize)
    {
        PageAsk ask = new(page ?? 1, pageSize ?? 50);
        return ask.Number is >= 1 and <= MostPages && ask.Size is >= 1 and <= LargestSize
            ? ask
            : throw new BadPageException($"'page' must be 1 to {MostPages} and 'pageSize' 1 to {LargestSize}; they are {ask.Number} and {ask.Size}.");
    }
}
