using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Tapir.Models.Generation.Batching;

/// <summary>The product of a linear layer <c>y = x · wᵀ</c> with <c>w: [out, in]</c> as it lies in a checkpoint, for a stretch of the outputs.</summary>
/// <remarks>Each output is sixteen partial sums over the inputs, added up in one order, however many rows there are beside it: a row's result does not depend, to
/// the bit, on what it is batched with. A library's product gives no such promise: it chooses its order by the number of rows. Nothing is packed, so with few rows
/// the weights stream from memory once, which is all that limits decoding.</remarks>
internal static unsafe class RowDots
{
    private const int Lane = 16;

    // Values of x that are gone over before the next outputs: they stay in a core's second cache, beside the weights.
    private const int BlockValues = 1 << 16;
    private const int CacheLine = 16;

    /// <summary><c>y = x · wᵀ</c> for the outputs from <paramref name="first"/>, a multiple of 4, up to <paramref name="end"/>.</summary>
    /// <param name="x"><c>[rows, depth]</c></param>
    /// <param name="w"><c>[outputs, depth]</c></param>
    /// <param name="y"><c>[rows, outputs]</c></param>
    public static void Write(float* x, float* w, float* y, int rows, int depth, int outputs, int first, int end) => Run(x, w, y, rows, depth, outputs, first, end, keep: false);

    /// <summary><c>y += x · wᵀ</c>, as <see cref="Write"/>.</summary>
    public static void AddOnto(float* x, float* w, float* y, int rows, int depth, int outputs, int first, int end) => Run(x, w, y, rows, depth, outputs, first, end, keep: true);

    private static void Run(float* x, float* w, float* y, int rows, int depth, int outputs, int first, int end, bool keep)
    {
        int rowBlock = Math.Max(6, BlockValues / depth / 6 * 6);
        for (int block = 0; block < rows; block += rowBlock)
        {
            int last = Math.Min(rows, block + rowBlock), n = first;
            // The next weights come from memory while these are used, a stretch of them beside each tile.
            long stretch = 4L * depth * 6 / Math.Max(6, last - block - 5);
            for (; n + 4 <= end; n += 4)
            {
                float* weights = w + ((long)n * depth), next = weights + (4 * (long)depth), nextEnd = n + 8 <= end && block == 0 ? next + (4 * (long)depth) : next;
                int m = block;
                if (Vector512.IsHardwareAccelerated)
                {
                    for (; m + 6 <= last; m += 6)
                    {
                        next = Fetch(next, nextEnd, stretch);
                        SixRows(x + ((long)m * depth), weights, y + ((long)m * outputs) + n, depth, outputs, keep);
                    }
                }

                for (; m < last; m++)
                {
                    OneRow(x + ((long)m * depth), weights, y + ((long)m * outputs) + n, depth, keep);
                }
            }

            for (; n < end; n++)
            {
                for (int m = block; m < last; m++)
                {
                    float* target = y + ((long)m * outputs) + n;
                    float sum = Kernels.Reduction.Dot(x + ((long)m * depth), w + ((long)n * depth), depth);
                    *target = keep ? *target + sum : sum;
                }
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static float* Fetch(float* from, float* end, long count)
    {
        float* last = from + count < end ? from + count : end;
        if (Sse.IsSupported)
        {
            for (float* line = from; line < last; line += CacheLine)
            {
                Sse.Prefetch0(line);
            }
        }

        return last;
    }

    // 24 sums in registers: ten loads for twenty-four multiplications.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void SixRows(float* x, float* w, float* y, int depth, int outputs, bool keep)
    {
        float* x1 = x + depth, x2 = x + (2 * (long)depth), x3 = x + (3 * (long)depth), x4 = x + (4 * (long)depth), x5 = x + (5 * (long)depth);
        float* w1 = w + depth, w2 = w1 + depth, w3 = w2 + depth;
        Vector512<float> s00 = Vector512<float>.Zero, s01 = Vector512<float>.Zero, s02 = Vector512<float>.Zero, s03 = Vector512<float>.Zero;
        Vector512<float> s10 = Vector512<float>.Zero, s11 = Vector512<float>.Zero, s12 = Vector512<float>.Zero, s13 = Vector512<float>.Zero;
        Vector512<float> s20 = Vector512<float>.Zero, s21 = Vector512<float>.Zero, s22 = Vector512<float>.Zero, s23 = Vector512<float>.Zero;
        Vector512<float> s30 = Vector512<float>.Zero, s31 = Vector512<float>.Zero, s32 = Vector512<float>.Zero, s33 = Vector512<float>.Zero;
        Vector512<float> s40 = Vector512<float>.Zero, s41 = Vector512<float>.Zero, s42 = Vector512<float>.Zero, s43 = Vector512<float>.Zero;
        Vector512<float> s50 = Vector512<float>.Zero, s51 = Vector512<float>.Zero, s52 = Vector512<float>.Zero, s53 = Vector512<float>.Zero;
        int k = 0;
        for (; k + Lane <= depth; k += Lane)
        {
            Vector512<float> b0 = Vector512.Load(w + k), b1 = Vector512.Load(w1 + k), b2 = Vector512.Load(w2 + k), b3 = Vector512.Load(w3 + k);
            Vector512<float> a = Vector512.Load(x + k);
            s00 = Vector512.FusedMultiplyAdd(a, b0, s00);
            s01 = Vector512.FusedMultiplyAdd(a, b1, s01);
            s02 = Vector512.FusedMultiplyAdd(a, b2, s02);
            s03 = Vector512.FusedMultiplyAdd(a, b3, s03);
            a = Vector512.Load(x1 + k);
            s10 = Vector512.FusedMultiplyAdd(a, b0, s10);
            s11 = Vector512.FusedMultiplyAdd(a, b1, s11);
            s12 = Vector512.FusedMultiplyAdd(a, b2, s12);
            s13 = Vector512.FusedMultiplyAdd(a, b3, s13);
            a = Vector512.Load(x2 + k);
            s20 = Vector512.FusedMultiplyAdd(a, b0, s20);
            s21 = Vector512.FusedMultiplyAdd(a, b1, s21);
            s22 = Vector512.FusedMultiplyAdd(a, b2, s22);
            s23 = Vector512.FusedMultiplyAdd(a, b3, s23);
            a = Vector512.Load(x3 + k);
            s30 = Vector512.FusedMultiplyAdd(a, b0, s30);
            s31 = Vector512.FusedMultiplyAdd(a, b1, s31);
            s32 = Vector512.FusedMultiplyAdd(a, b2, s32);
            s33 = Vector512.FusedMultiplyAdd(a, b3, s33);
            a = Vector512.Load(x4 + k);
            s40 = Vector512.FusedMultiplyAdd(a, b0, s40);
            s41 = Vector512.FusedMultiplyAdd(a, b1, s41);
            s42 = Vector512.FusedMultiplyAdd(a, b2, s42);
            s43 = Vector512.FusedMultiplyAdd(a, b3, s43);
            a = Vector512.Load(x5 + k);
            s50 = Vector512.FusedMultiplyAdd(a, b0, s50);
            s51 = Vector512.FusedMultiplyAdd(a, b1, s51);
            s52 = Vector512.FusedMultiplyAdd(a, b2, s52);
            s53 = Vector512.FusedMultiplyAdd(a, b3, s53);
        }

        Finish(x, w, y, k, depth, Sums(s00, s01, s02, s03), keep);
        Finish(x1, w, y + outputs, k, depth, Sums(s10, s11, s12, s13), keep);
        Finish(x2, w, y + (2 * (long)outputs), k, depth, Sums(s20, s21, s22, s23), keep);
        Finish(x3, w, y + (3 * (long)outputs), k, depth, Sums(s30, s31, s32, s33), keep);
        Finish(x4, w, y + (4 * (long)outputs), k, depth, Sums(s40, s41, s42, s43), keep);
        Finish(x5, w, y + (5 * (long)outputs), k, depth, Sums(s50, s51, s52, s53), keep);
    }

    // The same sums for one row.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void OneRow(float* x, float* w, float* y, int depth, bool keep)
    {
        float* w1 = w + depth, w2 = w1 + depth, w3 = w2 + depth;
        Vector512<float> s00 = Vector512<float>.Zero, s01 = Vector512<float>.Zero, s02 = Vector512<float>.Zero, s03 = Vector512<float>.Zero;
        int k = 0;
        for (; k + Lane <= depth; k += Lane)
        {
            Vector512<float> b0 = Vector512.Load(w + k), b1 = Vector512.Load(w1 + k), b2 = Vector512.Load(w2 + k), b3 = Vector512.Load(w3 + k);
            Vector512<float> a = Vector512.Load(x + k);
            s00 = Vector512.FusedMultiplyAdd(a, b0, s00);
            s01 = Vector512.FusedMultiplyAdd(a, b1, s01);
            s02 = Vector512.FusedMultiplyAdd(a, b2, s02);
            s03 = Vector512.FusedMultiplyAdd(a, b3, s03);
        }

        Finish(x, w, y, k, depth, Sums(s00, s01, s02, s03), keep);
    }

    // What is left of the depth after whole vectors, and where the four sums go.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Finish(float* x, float* w, float* y, int k, int depth, Vector128<float> sums, bool keep)
    {
        for (; k < depth; k++)
        {
            sums += x[k] * Vector128.Create(w[k], w[depth + k], w[(2 * (long)depth) + k], w[(3 * (long)depth) + k]);
        }

        (keep ? Vector128.Load(y) + sums : sums).Store(y);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> Sums(Vector512<float> a, Vector512<float> b, Vector512<float> c, Vector512<float> d)
    {
        Vector128<float> first = Quarter(a), second = Quarter(b), third = Quarter(c), fourth = Quarter(d);
        return Sse3.IsSupported
            ? Sse3.HorizontalAdd(Sse3.HorizontalAdd(first, second), Sse3.HorizontalAdd(third, fourth))
            : Vector128.Create(Vector128.Sum(first), Vector128.Sum(second), Vector128.Sum(third), Vector128.Sum(fourth));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> Quarter(Vector512<float> sums)
    {
        Vector256<float> half = sums.GetLower() + sums.GetUpper();
        return half.GetLower() + half.GetUpper();
    }
}
