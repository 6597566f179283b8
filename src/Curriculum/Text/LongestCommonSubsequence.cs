using System.Numerics;

namespace Tapir.Curriculum.Text;

/// <summary>Length of the longest common subsequence of two sequences of token numbers, 64 positions at a time.</summary>
/// <remarks>Bit-parallel (Crochemore, Iliopoulos, Pinzon and Reid 2001; form of Hyyrö 2004). A pattern is prepared once and compared with
/// many; the object is kept for the next pattern, because its table is as long as the vocabulary. Not thread-safe.</remarks>
internal sealed class LongestCommonSubsequence
{
    // By token number: 1 + the number of its mask; 0 for tokens that the pattern lacks.
    private int[] maskNumbers = [];
    private int[] pattern = [];
    private ulong[] masks = [];
    private ulong[] row = [];
    private int blocks;

    /// <param name="pattern">Token numbers, each 0 or more.</param>
    public void Prepare(int[] pattern)
    {
        foreach (int token in this.pattern)
        {
            maskNumbers[token] = 0;
        }

        this.pattern = pattern;
        blocks = (pattern.Length + 63) / 64;
        row = row.Length == blocks ? row : new ulong[blocks];
        EnsureLength(ref maskNumbers, pattern.Length == 0 ? 0 : pattern.Max() + 1);
        EnsureLength(ref masks, pattern.Length * blocks);
        Array.Clear(masks, 0, pattern.Length * blocks);
        int count = 0;
        for (int at = 0; at < pattern.Length; at++)
        {
            ref int number = ref maskNumbers[pattern[at]];
            number = number == 0 ? ++count : number;
            masks[((number - 1) * blocks) + (at >> 6)] |= 1UL << (at & 63);
        }
    }

    /// <summary>The length of the longest common subsequence of the pattern and the other sequence.</summary>
    public int LengthWith(ReadOnlySpan<int> other)
    {
        return blocks == 1 ? InOneBlock(other) : InManyBlocks(other);
    }

    private int InOneBlock(ReadOnlySpan<int> other)
    {
        ulong row = ulong.MaxValue;
        foreach (int token in other)
        {
            int number = (uint)token < (uint)maskNumbers.Length ? maskNumbers[token] : 0;
            if (number > 0)
            {
                ulong matched = row & masks[number - 1];
                row = unchecked(row + matched) | (row - matched);
            }
        }

        return BitOperations.PopCount(~row & Used(0));
    }

    private int InManyBlocks(ReadOnlySpan<int> other)
    {
        row.AsSpan().Fill(ulong.MaxValue);
        foreach (int token in other)
        {
            int number = (uint)token < (uint)maskNumbers.Length ? maskNumbers[token] : 0;
            if (number > 0)
            {
                Advance(masks.AsSpan((number - 1) * blocks, blocks));
            }
        }

        int length = 0;
        for (int block = 0; block < blocks; block++)
        {
            length += BitOperations.PopCount(~row[block] & Used(block));
        }

        return length;
    }

    // V := (V + (V & M)) | (V & ~M), with the carry from block to block.
    private void Advance(ReadOnlySpan<ulong> mask)
    {
        ulong carry = 0;
        for (int block = 0; block < mask.Length; block++)
        {
            ulong row = this.row[block];
            ulong matched = row & mask[block];
            ulong sum = unchecked(row + matched);
            ulong carryOut = sum < row ? 1UL : 0UL;
            sum = unchecked(sum + carry);
            carryOut |= sum < carry ? 1UL : 0UL;
            this.row[block] = sum | (row - matched);
            carry = carryOut;
        }
    }

    // The bits of a block that stand for positions of the pattern.
    private ulong Used(int block)
    {
        int positions = pattern.Length - (block * 64);
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
