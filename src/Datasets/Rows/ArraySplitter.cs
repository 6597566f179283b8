using System.Buffers;

namespace Tapir.Datasets.Rows;

/// <summary>One row per element of the outermost JSON array. Only brackets, strings and commas are looked at; whether an element is JSON is
/// found out when it is parsed, so that a bad one costs only itself. What follows the array is one (bad) row.</summary>
internal sealed class ArraySplitter(int limit) : IRowSplitter
{
    private static readonly SearchValues<byte> EndsOfPlainText = SearchValues.Create("\"\\\n"u8);

    private readonly RowBuffer row = new(limit);
    private int depth;
    private bool inString;
    private bool escaped;
    private bool ended;
    private int line = 1;

    // Where the row being read begins; 0 until something of it is seen.
    private int firstLine;

    public RawRow? Next(ref ReadOnlySpan<byte> block)
    {
        int start = 0;
        for (int at = 0; at < block.Length; at++)
        {
            if (inString)
            {
                at = SkipInString(block, at);
                continue;
            }

            byte unit = block[at];
            if (unit <= ' ')
            {
                line += unit == '\n' ? 1 : 0;
                continue;
            }

            if (ended || !IsBoundary(unit))
            {
                firstLine = firstLine == 0 ? line : firstLine;
                continue;
            }

            if (depth == 1 && unit == '[')
            {
                start = at + 1;
                continue;
            }

            row.Append(block[start..at]);
            start = at + 1;
            if (!row.IsBlank)
            {
                block = block[start..];
                return Take();
            }

            row.Clear();
        }

        row.Append(block[start..]);
        block = [];
        return null;
    }

    public RawRow? End() => row.IsBlank ? null : Take();

    private RawRow Take()
    {
        int line = firstLine == 0 ? this.line : firstLine;
        firstLine = 0;
        return row.Take(line);
    }

    // Whether a row begins or ends here: the array's own brackets and commas.
    private bool IsBoundary(byte unit)
    {
        switch (unit)
        {
            case (byte)'"':
                inString = true;
                return false;
            case (byte)'[' or (byte)'{':
                return ++depth == 1;
            case (byte)']' or (byte)'}':
                depth--;
                ended = depth <= 0;
                return ended;
            default:
                return unit == ',' && depth == 1;
        }
    }

    private int SkipInString(ReadOnlySpan<byte> block, int at)
    {
        if (escaped)
        {
            escaped = false;
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
                inString = false;
                break;
            case (byte)'\\':
                escaped = true;
                break;
            default:
                line++;
                break;
        }

        return at;
    }
}
