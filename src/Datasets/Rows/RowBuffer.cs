namespace Tapir.Datasets.Rows;

/// <summary>The bytes of the row being read, up to a limit.</summary>
internal sealed class RowBuffer(int limit)
{
    private byte[] bytes = new byte[4096];
    private int length;

    public bool IsTooLong { get; private set; }

    public void Append(ReadOnlySpan<byte> more)
    {
        if (IsTooLong)
        {
            return;
        }

        if (more.Length > limit - length)
        {
            IsTooLong = true;
            return;
        }

        if (bytes.Length < length + more.Length)
        {
            Array.Resize(ref bytes, Math.Max(length + more.Length, (int)Math.Min(limit, 2L * bytes.Length)));
        }

        more.CopyTo(bytes.AsSpan(length));
        length += more.Length;
    }

    /// <summary>The row; the buffer begins anew.</summary>
    public RawRow Take(int line)
    {
        RawRow row = new(line, bytes.AsMemory(0, length), IsTooLong);
        length = 0;
        IsTooLong = false;
        return row;
    }

    public bool IsBlank => !IsTooLong && bytes.AsSpan(0, length).IndexOfAnyExcept(" \t\r\n"u8) < 0;

    public void Clear()
    {
        length = 0;
        IsTooLong = false;
    }
}
