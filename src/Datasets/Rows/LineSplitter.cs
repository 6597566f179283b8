namespace Tapir.Datasets.Rows;

/// <summary>One row a line; blank lines are no rows.</summary>
internal sealed class LineSplitter(int limit) : IRowSplitter
{
    private readonly RowBuffer row = new(limit);
    private int line = 1;

    public RawRow? Next(ref ReadOnlySpan<byte> block)
    {
        while (block.Length > 0)
        {
            int end = block.IndexOf((byte)'\n');
            if (end < 0)
            {
                row.Append(block);
                block = [];
                return null;
            }

            row.Append(block[..end]);
            block = block[(end + 1)..];
            int line = this.line++;
            if (!row.IsBlank)
            {
                return row.Take(line);
            }

            row.Clear();
        }

        return null;
    }

    public RawRow? End() => row.IsBlank ? null : row.Take(line);
}
