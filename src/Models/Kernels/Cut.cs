namespace Tapir.Models.Kernels;

/// <summary>A stretch of rows.</summary>
internal readonly record struct Stripe(int First, int Count);

/// <summary>Cuts rows into stripes of about one size. The stripes follow from the number of rows alone: whichever threads compute them, the bits are the same.</summary>
/// <param name="MostRows">Of a stripe.</param>
internal readonly record struct Cut(int MostRows)
{
    private const int Multiple = 16;

    public static Cut None { get; } = new(int.MaxValue);

    public Stripe[] Of(int rows)
    {
        if (rows <= MostRows)
        {
            return rows == 0 ? [] : [new Stripe(0, rows)];
        }

        int pieces = (rows + MostRows - 1) / MostRows;
        int size = ((rows + pieces - 1) / pieces + Multiple - 1) / Multiple * Multiple;
        return [.. Enumerable.Range(0, (rows + size - 1) / size).Select(i => new Stripe(i * size, Math.Min(size, rows - (i * size))))];
    }
}
