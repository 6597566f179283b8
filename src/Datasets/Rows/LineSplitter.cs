namespace Tapir.Datasets.Rows;

/// <summary>One row a line; blank lines are no rows.</summary>
internal sealed class LineSplitter(int limit) : IRowSplitter
{
    private readonly RowBuffer _row = new(limit);
    private int _line = 1;

    public RawRow? Next(ref ReadOnlySpan<byte> block)
    {
        while (block.Length > 0)
        {
            int end = block.IndexOf((byte)'\n');
            if (end < 0)
            {
                _row.Append(block);
                block = [];
                return null;
            }

            _row.Append(block[..end]);
            block = block[(end + 1)..];
            int line = _line++;
            if (!_row.IsBlank)
            {
                return _row.Take(line);
            }

            _row.Clear();
        }

        return null;
    }

    public RawRow? End() => _row.IsBlank ? null : _row.Take(_line);
}
