namespace Tapir.Datasets.Rows;

/// <summary>The bytes of the row being read, up to a limit.</summary>
internal sealed class RowBuffer(int limit)
{
    private byte[] _bytes = new byte[4096];
    private int _length;

    public bool IsTooLong { get; private set; }

    public void Append(ReadOnlySpan<byte> more)
    {
        if (IsTooLong)
        {
            return;
        }

        if (more.Length > limit - _length)
        {
            IsTooLong = true;
            return;
        }

        if (_bytes.Length < _length + more.Length)
        {
            Array.Resize(ref _bytes, Math.Max(_length + more.Length, (int)Math.Min(limit, 2L * _bytes.Length)));
        }

        more.CopyTo(_bytes.AsSpan(_length));
        _length += more.Length;
    }

    /// <summary>The row; the buffer begins anew.</summary>
    public RawRow Take(int line)
    {
        RawRow row = new(line, _bytes.AsMemory(0, _length), IsTooLong);
        _length = 0;
        IsTooLong = false;
        return row;
    }

    public bool IsBlank => !IsTooLong && _bytes.AsSpan(0, _length).IndexOfAnyExcept(" \t\r\n"u8) < 0;

    public void Clear()
    {
        _length = 0;
        IsTooLong = false;
    }
}
