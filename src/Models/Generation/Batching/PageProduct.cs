using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Tapir.Models.Generation.Batching;

/// <summary>The products inside attention, over one page of the cache: <c>c[m, n] += Σ_k a[m, k] · b[k, n]</c>.</summary>
/// <remarks>Every sum goes over k in order, whatever other rows there are, so that a prompt gives the same bits in one piece or in many, alone or among others.</remarks>
internal static unsafe class PageProduct
{
    private const int Lane = 16;

    /// <summary>What <c>columns</c> must be a multiple of.</summary>
    public const int Columns = 2 * Lane;

    /// <param name="aRow">Distance of two rows of a; its columns lie side by side.</param>
    /// <param name="b"><c>[depth, bRow]</c></param>
    public static void Accumulate(float* a, int aRow, float* b, int bRow, float* c, int cRow, int rows, int columns, int depth)
    {
        int row = 0;
        for (; row + 3 <= rows; row += 3)
        {
            ThreeRows(a + ((long)row * aRow), aRow, b, bRow, c + ((long)row * cRow), cRow, columns, depth);
        }

        for (; row < rows; row++)
        {
            OneRow(a + ((long)row * aRow), b, bRow, c + ((long)row * cRow), columns, depth);
        }
    }

    /// <summary>Columns rounded up to what <see cref="Accumulate"/> takes.</summary>
    public static int Padded(int columns) => (columns + Columns - 1) / Columns * Columns;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void ThreeRows(float* a, int aRow, float* b, int bRow, float* c, int cRow, int columns, int depth)
    {
        float* a1 = a + aRow, a2 = a1 + aRow;
        float* c1 = c + cRow, c2 = c1 + cRow;
        for (int n = 0; n < columns; n += Columns)
        {
            Vector512<float> s00 = Vector512.Load(c + n), s01 = Vector512.Load(c + n + Lane);
            Vector512<float> s10 = Vector512.Load(c1 + n), s11 = Vector512.Load(c1 + n + Lane);
            Vector512<float> s20 = Vector512.Load(c2 + n), s21 = Vector512.Load(c2 + n + Lane);
            float* right = b + n;
            for (int k = 0; k < depth; k++, right += bRow)
            {
                Vector512<float> b0 = Vector512.Load(right), b1 = Vector512.Load(right + Lane);
                Vector512<float> left = Vector512.Create(a[k]);
                s00 = Vector512.FusedMultiplyAdd(left, b0, s00);
                s01 = Vector512.FusedMultiplyAdd(left, b1, s01);
                left = Vector512.Create(a1[k]);
                s10 = Vector512.FusedMultiplyAdd(left, b0, s10);
                s11 = Vector512.FusedMultiplyAdd(left, b1, s11);
                left = Vector512.Create(a2[k]);
                s20 = Vector512.FusedMultiplyAdd(left, b0, s20);
                s21 = Vector512.FusedMultiplyAdd(left, b1, s21);
            }

            s00.Store(c + n);
            s01.Store(c + n + Lane);
            s10.Store(c1 + n);
            s11.Store(c1 + n + Lane);
            s20.Store(c2 + n);
            s21.Store(c2 + n + Lane);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void OneRow(float* a, float* b, int bRow, float* c, int columns, int depth)
    {
        for (int n = 0; n < columns; n += Columns)
        {
            Vector512<float> s0 = Vector512.Load(c + n), s1 = Vector512.Load(c + n + Lane);
            float* right = b + n;
            for (int k = 0; k < depth; k++, right += bRow)
            {
                Vector512<float> left = Vector512.Create(a[k]);
                s0 = Vector512.FusedMultiplyAdd(left, Vector512.Load(right), s0);
                s1 = Vector512.FusedMultiplyAdd(left, Vector512.Load(right + Lane), s1);
            }

            s0.Store(c + n);
            s1.Store(c + n + Lane);
        }
    }
}
