using System.Runtime.CompilerServices;

namespace Tapir.Datasets.Rows;

/// <summary>The rows of a stream, one at a time.</summary>
internal static class RowReader
{
    private const int BlockBytes = 256 * 1024;

    /// <summary>Each row is valid until the next is asked for.</summary>
    public static async IAsyncEnumerable<RawRow> ReadAsync(
        Stream stream, IRowSplitter splitter, [EnumeratorCancellation] CancellationToken cancellation)
    {
        byte[] block = new byte[BlockBytes];
        int length;
        while ((length = await stream.ReadAsync(block, cancellation).ConfigureAwait(false)) > 0)
        {
            int read = 0;
            while (NextIn(splitter, block.AsSpan(0, length), ref read) is { } row)
            {
                yield return row;
            }
        }

        if (splitter.End() is { } last)
        {
            yield return last;
        }
    }

    // A span cannot live across a yield, so the position does.
    private static RawRow? NextIn(IRowSplitter splitter, ReadOnlySpan<byte> block, ref int read)
    {
        ReadOnlySpan<byte> left = block[read..];
        RawRow? row = splitter.Next(ref left);
        read = block.Length - left.Length;
        return row;
    }
}
