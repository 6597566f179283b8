namespace Tapir.Curriculum.Text;

/// <summary>Length of the longest common subsequence of two sequences of token numbers, 64 positions at a time.</summary>
/// <remarks>Bit-parallel (Crochemore, Iliopoulos, Pinzon and Reid 2001; form of Hyyrö 2004). The pattern is prepared once and compared with
/// many. Not thread-safe.</remarks>
internal sealed class CommonSubsequence
{
    private readonly Dictionary<int, ulong[]> _positions = [];
    private readonly int _blocks;
    private readonly int _length;
    private readonly ulong[] _row;

    public CommonSubsequence(ReadOnlySpan<int> pattern)
    {
        _length = pattern.Length;
        _blocks = (pattern.Length + 63) / 64;
        _row = new ulong[_blocks];
        for (int at = 0; at < pattern.Length; at++)
        {
            if (!_positions.TryGetValue(pattern[at], out ulong[]? mask))
            {
                mask = new ulong[_blocks];
                _positions.Add(pattern[at], mask);
            }

            mask[at >> 6] |= 1UL << (at & 63);
        }
    }

    public int LengthWith(ReadOnlySpan<int> other)
    {
        _row.AsSpan().Fill(ulong.MaxValue);
        foreach (int token in other)
        {
            if (_positions.TryGetValue(token, out ulong[]? mask))
            {
                Advance(mask);
            }
        }

        return _length - OnesLeft();
    }

    // V := (V + (V & M)) | (V & ~M), with the carry from block to block.
    private void Advance(ulong[] mask)
    {
        ulong carry = 0;
        for (int block = 0; block < _blocks; block++)
        {
            ulong row = _row[block];
            ulong matched = row & mask[block];
            ulong sum = unchecked(row + matched);
            ulong carryOut = sum < row ? 1UL : 0UL;
            sum = unchecked(sum + carry);
            carryOut |= sum < carry ? 1UL : 0UL;
            _row[block] = sum | (row & ~mask[block]);
            carry = carryOut;
        }
    }

    private int OnesLeft()
    {
        int ones = 0;
        for (int block = 0; block < _blocks; block++)
        {
            int used = Math.Min(64, _length - (block * 64));
            ulong within = used == 64 ? ulong.MaxValue : (1UL << used) - 1;
            ones += System.Numerics.BitOperations.PopCount(_row[block] & within);
        }

        return ones;
    }
}
