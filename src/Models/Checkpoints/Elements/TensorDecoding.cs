using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Tapir.Models.Checkpoints.Elements;

/// <summary>Converts whole tensors on all cores, straight into their target, and looks at every value once.</summary>
internal static unsafe class TensorDecoding
{
    private const int Lane = 16;

    // 256 KiB of floats: still in the second-level cache when they are looked at.
    private const int PieceElements = 1 << 16;

    /// <summary>A tensor whose values lie as they shall.</summary>
    /// <returns>The index of the first value that is not finite, or -1.</returns>
    public static long Decode(ElementFormat format, byte* source, Span<float> target)
    {
        fixed (float* pinned = target)
        {
            float* at = pinned;
            int length = target.Length, piece = PieceElements / format.BlockElements * format.BlockElements;
            return InPieces((length + piece - 1) / piece, index =>
            {
                int start = index * piece, elements = Math.Min(piece, length - start);
                format.Decode(source + format.BytesOf(start), at + start, elements / format.BlockElements);
                int bad = FirstNotFinite(at + start, elements);
                return bad < 0 ? -1 : start + bad;
            });
        }
    }

    /// <summary>A matrix of <paramref name="rows"/> whose row i belongs at row <c>order(i)</c> of the target.</summary>
    /// <returns>The index, in the target, of a value that is not finite, or -1.</returns>
    public static long DecodeRows(ElementFormat format, byte* source, Span<float> target, int rows, Func<int, int> order)
    {
        fixed (float* pinned = target)
        {
            float* at = pinned;
            int columns = target.Length / rows, rowsInPiece = Math.Max(1, PieceElements / columns);
            return InPieces((rows + rowsInPiece - 1) / rowsInPiece, index =>
            {
                for (int row = index * rowsInPiece; row < Math.Min(rows, (index + 1) * rowsInPiece); row++)
                {
                    long start = (long)order(row) * columns;
                    format.Decode(source + format.BytesOf((long)row * columns), at + start, columns / format.BlockElements);
                    int bad = FirstNotFinite(at + start, columns);
                    if (bad >= 0)
                    {
                        return start + bad;
                    }
                }

                return -1;
            });
        }
    }

    private static long InPieces(int pieces, Func<int, long> decode)
    {
        if (pieces == 1)
        {
            return decode(0);
        }

        long first = long.MaxValue;
        Parallel.For(0, pieces, index =>
        {
            long found = decode(index);
            for (long before = Volatile.Read(ref first); found >= 0 && found < before; before = Volatile.Read(ref first))
            {
                _ = Interlocked.CompareExchange(ref first, found, before);
            }
        });
        return first == long.MaxValue ? -1 : first;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static int FirstNotFinite(float* values, int length)
    {
        Vector512<uint> exponent = Vector512.Create(0x7F80_0000u);
        int i = 0;
        while (i + Lane <= length && !Vector512.EqualsAny(Vector512.Load((uint*)values + i) & exponent, exponent))
        {
            i += Lane;
        }

        while (i < length && float.IsFinite(values[i]))
        {
            i++;
        }

        return i == length ? -1 : i;
    }
}
