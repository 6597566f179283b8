using System.Numerics;

namespace Tapir.Curriculum.Text;

/// <summary>Length of the longest common subsequence of two sequences of token numbers, 64 positions at a time.</summary>
/// <remarks>Bit-parallel (Crochemore, Iliopoulos, Pinzon and Reid 2001; form of Hyyrö 2004). A pattern is prepared once and compared with
/// many; the object is kept for the next pattern, because its table is as long as the vocabulary. Not thread-safe.</remarks>
internal sealed class CommonSubsequence
{
    // By token number: 1 + the number of its mask; 0 for tokens that the pattern lacks.
    private int[] _maskNumbers = [];
    private int[] _pattern = [];
    private ulong[] _masks = [];
    private ulong[] _row = [];
    private int _blocks;

    /// <param name="pattern">Token numbers, each 0 or more.</param>
    public void Prepare(int[] pattern)
    {
        foreach (int token in _pattern)
        {
            _maskNumbers[token] = 0;
        }

        _pattern = pattern;
        _blocks = (pattern.Length + 63) / 64;
        _row = _row.Length == _blocks ? _row : new ulong[_blocks];
        EnsureLength(ref _maskNumbers, pattern.Length == 0 ? 0 : pattern.Max() + 1);
        EnsureLength(ref _masks, pattern.Length * _blocks);
        Array.Clear(_masks, 0, pattern.Length * _blocks);
        int count = 0;
        for (int at = 0; at < pattern.Length; at++)
        {
            ref int number = ref _maskNumbers[pattern[at]];
            number = number == 0 ? ++count : number;
            _masks[((number - 1) * _blocks) + (at >> 6)] |= 1UL << (at & 63);
        }
    }

    /// <summary>The length of the longest common subsequence of the pattern and the other sequence.</summary>
    public int LengthWith(ReadOnlySpan<int> other)
    {
        return _blocks == 1 ? InOneBlock(other) : InManyBlocks(other);
    }

    private int InOneBlock(ReadOnlySpan<int> other)
    {
        ulong row = ulong.MaxValue;
        foreach (int token in other)
        {
            int number = (uint)token < (uint)_maskNumbers.Length ? _maskNumbers[token] : 0;
            if (number > 0)
            {
                ulong matched = row & _masks[number - 1];
                row = unchecked(row + matched) | (row - matched);
            }
        }

        return BitOperations.PopCount(~row & Used(0));
    }

    private int InManyBlocks(ReadOnlySpan<int> other)
    {
        _row.AsSpan().Fill(ulong.MaxValue);
        foreach (int token in other)
        {
            int number = (uint)token < (uint)_maskNumbers.Length ? _maskNumbers[token] : 0;
            if (number > 0)
            {
                Advance(_masks.AsSpan((number - 1) * _blocks, _blocks));
            }
        }

        int length = 0;
        for (int block = 0; block < _blocks; block++)
        {
            length += BitOperations.PopCount(~_row[block] & Used(block));
        }

        return length;
    }

    // V := (V + (V & M)) | (V & ~M), with the carry from block to block.
    private void Advance(ReadOnlySpan<ulong> mask)
    {
        ulong carry = 0;
        for (int block = 0; block < mask.Length; block++)
        {
            ulong row = _row[block];
            ulong matched = row & mask[block];
            ulong sum = unchecked(row + matched);
            ulong carryOut = sum < row ? 1UL : 0UL;
            sum = unchecked(sum + carry);
            carryOut |= sum < carry ? 1UL : 0UL;
            _row[block] = sum | (row - matched);
            carry = carryOut;
        }
    }

    // The bits of a block that stand for positions of the pattern.
    private ulong Used(int block)
    {
        int positions = _pattern.Length - (block * 64);
        return positions >= 64 ? ulong.MaxValue : (1UL << positions) - 1;
    }

    private static void EnsureLength<T>(ref T[] array, int length)
    {
        if (array.Length < length)
        {
            Array.Resize(ref array, Math.Max(length, 2 * array.Length));
        }
    }
}
