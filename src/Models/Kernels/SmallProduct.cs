using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Tapir.Models.Kernels;

/// <summary>Matrix products too small and too oddly strided for a library call: those inside one attention head.</summary>
internal static unsafe class SmallProduct
{
    private const int Lane = 16;

    /// <summary><c>c[m, n] += Σ_k a[m · aRow + k · aColumn] · b[k · bRow + n]</c>. <paramref name="columns"/> is a multiple of 16; the
    /// strides of a are free, so that a transposed left side costs no copy.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Accumulate(
        float* a, int aRow, int aColumn, float* b, int bRow, float* c, int cRow, int rows, int columns, int depth)
    {
        int row = 0;
        for (; row + 4 <= rows; row += 4)
        {
            FourRows(a + (row * aRow), aRow, aColumn, b, bRow, c + (row * cRow), cRow, columns, depth);
        }

        for (; row < rows; row++)
        {
            OneRow(a + (row * aRow), aColumn, b, bRow, c + (row * cRow), columns, depth);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void FourRows(float* a, int aRow, int aColumn, float* b, int bRow, float* c, int cRow, int columns, int depth)
    {
        float* a1 = a + aRow, a2 = a1 + aRow, a3 = a2 + aRow;
        float* c1 = c + cRow, c2 = c1 + cRow, c3 = c2 + cRow;
        int n = 0;
        for (; n + (2 * Lane) <= columns; n += 2 * Lane)
        {
            Vector512<float> s00 = Vector512.Load(c + n), s01 = Vector512.Load(c + n + Lane);
            Vector512<float> s10 = Vector512.Load(c1 + n), s11 = Vector512.Load(c1 + n + Lane);
            Vector512<float> s20 = Vector512.Load(c2 + n), s21 = Vector512.Load(c2 + n + Lane);
            Vector512<float> s30 = Vector512.Load(c3 + n), s31 = Vector512.Load(c3 + n + Lane);
            float* right = b + n;
            for (int k = 0, at = 0; k < depth; k++, at += aColumn, right += bRow)
            {
                Vector512<float> b0 = Vector512.Load(right), b1 = Vector512.Load(right + Lane);
                Vector512<float> left = Vector512.Create(a[at]);
                s00 = Vector512.FusedMultiplyAdd(left, b0, s00);
                s01 = Vector512.FusedMultiplyAdd(left, b1, s01);
                left = Vector512.Create(a1[at]);
                s10 = Vector512.FusedMultiplyAdd(left, b0, s10);
                s11 = Vector512.FusedMultiplyAdd(left, b1, s11);
                left = Vector512.Create(a2[at]);
                s20 = Vector512.FusedMultiplyAdd(left, b0, s20);
                s21 = Vector512.FusedMultiplyAdd(left, b1, s21);
                left = Vector512.Create(a3[at]);
                s30 = Vector512.FusedMultiplyAdd(left, b0, s30);
                s31 = Vector512.FusedMultiplyAdd(left, b1, s31);
            }

            s00.Store(c + n);
            s01.Store(c + n + Lane);
            s10.Store(c1 + n);
            s11.Store(c1 + n + Lane);
            s20.Store(c2 + n);
            s21.Store(c2 + n + Lane);
            s30.Store(c3 + n);
            s31.Store(c3 + n + Lane);
        }

        if (n < columns)
        {
            Vector512<float> s0 = Vector512.Load(c + n), s1 = Vector512.Load(c1 + n), s2 = Vector512.Load(c2 + n), s3 = Vector512.Load(c3 + n);
            float* right = b + n;
            for (int k = 0, at = 0; k < depth; k++, at += aColumn, right += bRow)
            {
                Vector512<float> b0 = Vector512.Load(right);
                s0 = Vector512.FusedMultiplyAdd(Vector512.Create(a[at]), b0, s0);
                s1 = Vector512.FusedMultiplyAdd(Vector512.Create(a1[at]), b0, s1);
                s2 = Vector512.FusedMultiplyAdd(Vector512.Create(a2[at]), b0, s2);
                s3 = Vector512.FusedMultiplyAdd(Vector512.Create(a3[at]), b0, s3);
            }

            s0.Store(c + n);
            s1.Store(c1 + n);
            s2.Store(c2 + n);
            s3.Store(c3 + n);
        }
    }

    // Also the whole of attention while generating, where there is one query: so two sums run side by side.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void OneRow(float* a, int aColumn, float* b, int bRow, float* c, int columns, int depth)
    {
        for (int n = 0; n < columns; n += Lane)
        {
            Vector512<float> even = Vector512.Load(c + n), odd = Vector512<float>.Zero;
            float* right = b + n;
            int k = 0;
            for (; k + 2 <= depth; k += 2)
            {
                even = Vector512.FusedMultiplyAdd(Vector512.Create(a[k * aColumn]), Vector512.Load(right), even);
                odd = Vector512.FusedMultiplyAdd(Vector512.Create(a[(k + 1) * aColumn]), Vector512.Load(right + bRow), odd);
                right += 2 * bRow;
            }

            if (k < depth)
            {
                even = Vector512.FusedMultiplyAdd(Vector512.Create(a[k * aColumn]), Vector512.Load(right), even);
            }

            (even + odd).Store(c + n);
        }
    }

    /// <summary>Columns rounded up to what <see cref="Accumulate"/> takes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Padded(int columns) => (columns + Lane - 1) & ~(Lane - 1);
}
