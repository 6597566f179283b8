using System.Buffers;

namespace Tapir.Datasets.Rows;

/// <summary>One row per element of the outermost JSON array. Only brackets, strings and commas are looked at; whether an element is JSON is
/// found out when it is parsed, so that a bad one costs only itself. What follows the array is one (bad) row.</summary>
internal sealed class ArraySplitter(int limit) : IRowSplitter
{
    private static readonly SearchValues<byte> EndsOfPlainText = SearchValues.Create("\"\\\n"u8);

    private readonly RowBuffer _row = new(limit);
    private int _depth;
    private bool _inString;
    private bool _escaped;
    private bool _ended;
    private int _line = 1;

    // Where the row being read begins; 0 until something of it is seen.
    private int _firstLine;

    public RawRow? Next(ref ReadOnlySpan<byte> block)
    {
        int start = 0;
        for (int at = 0; at < block.Length; at++)
        {
            if (_inString)
            {
                at = SkipInString(block, at);
                continue;
            }

            byte unit = block[at];
            if (unit <= ' ')
            {
                _line += unit == '\n' ? 1 : 0;
                continue;
            }

            if (_ended || !IsBoundary(unit))
            {
                _firstLine = _firstLine == 0 ? _line : _firstLine;
                continue;
            }

            if (_depth == 1 && unit == '[')
            {
                start = at + 1;
                continue;
            }

            _row.Append(block[start..at]);
            start = at + 1;
            if (!_row.IsBlank)
            {
                block = block[start..];
                return Take();
            }

            _row.Clear();
        }

        _row.Append(block[start..]);
        block = [];
        return null;
    }

    public RawRow? End() => _row.IsBlank ? null : Take();

    private RawRow Take()
    {
        int line = _firstLine == 0 ? _line : _firstLine;
        _firstLine = 0;
        return _row.Take(line);
    }

    // Whether a row begins or ends here: the array's own brackets and commas.
    private bool IsBoundary(byte unit)
    {
        switch (unit)
        {
            case (byte)'"':
                _inString = true;
                return false;
            case (byte)'[' or (byte)'{':
                return ++_depth == 1;
            case (byte)']' or (byte)'}':
                _depth--;
                _ended = _depth <= 0;
                return _ended;
            default:
                return unit == ',' && _depth == 1;
        }
    }

    private int SkipInString(ReadOnlySpan<byte> block, int at)
    {
        if (_escaped)
        {
            _escaped = false;
            return at;
        }

        int found = block[at..].IndexOfAny(EndsOfPlainText);
        if (found < 0)
        {
            return block.Length;
        }

        at += found;
        switch (block[at])
        {
            case (byte)'"':
                _inString = false;
                break;
            case (byte)'\\':
                _escaped = true;
                break;
            default:
                _line++;
                break;
        }

        return at;
    }
}
