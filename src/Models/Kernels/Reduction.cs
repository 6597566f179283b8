using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Tapir.Models.Kernels;

/// <summary>Sums over a row, always in the same order.</summary>
/// <remarks>Kernels are compiled at full optimisation at once (AggressiveOptimization): waiting for the runtime to find them hot cost the first
/// hundred thousand tokens of every process.</remarks>
internal static unsafe class Reduction
{
    private const int Lane = 16;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static float Dot(float* a, float* b, int length)
    {
        Vector512<float> sum = Vector512<float>.Zero;
        int i = 0;
        for (; i + Lane <= length; i += Lane)
        {
            sum = Vector512.FusedMultiplyAdd(Vector512.Load(a + i), Vector512.Load(b + i), sum);
        }

        float total = Vector512.Sum(sum);
        for (; i < length; i++)
        {
            total += a[i] * b[i];
        }

        return total;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static float Max(float* a, int length)
    {
        Vector512<float> largest = Vector512.Create(float.NegativeInfinity);
        int i = 0;
        for (; i + Lane <= length; i += Lane)
        {
            largest = Vector512.Max(largest, Vector512.Load(a + i));
        }

        float result = float.NegativeInfinity;
        for (int lane = 0; lane < Lane; lane++)
        {
            result = MathF.Max(result, largest[lane]);
        }

        for (; i < length; i++)
        {
            result = MathF.Max(result, a[i]);
        }

        return result;
    }

    /// <summary>Replaces each value by <c>exp(scale · value - shift)</c> and returns their sum.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static float Exponentials(float* a, int length, float scale, float shift)
    {
        Vector512<float> sum = Vector512<float>.Zero, scales = Vector512.Create(scale), shifts = Vector512.Create(-shift);
        int i = 0;
        for (; i + Lane <= length; i += Lane)
        {
            Vector512<float> value = Vector512.Exp(Vector512.FusedMultiplyAdd(Vector512.Load(a + i), scales, shifts));
            value.Store(a + i);
            sum += value;
        }

        float total = Vector512.Sum(sum);
        for (; i < length; i++)
        {
            a[i] = MathF.Exp((a[i] * scale) - shift);
            total += a[i];
        }

        return total;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Scale(float* a, int length, float factor)
    {
        Vector512<float> factors = Vector512.Create(factor);
        int i = 0;
        for (; i + Lane <= length; i += Lane)
        {
            (Vector512.Load(a + i) * factors).Store(a + i);
        }

        for (; i < length; i++)
        {
            a[i] *= factor;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Add(float* target, float* source, int length)
    {
        int i = 0;
        for (; i + Lane <= length; i += Lane)
        {
            (Vector512.Load(target + i) + Vector512.Load(source + i)).Store(target + i);
        }

        for (; i < length; i++)
        {
            target[i] += source[i];
        }
    }
}
