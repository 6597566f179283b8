using System.Runtime.CompilerServices;

namespace Tapir.Models.Kernels;

/// <summary>Leaves values out by chance and scales up the others, so that the sum stays what it was on average. Whether a value goes is a function of a key and its place
/// (a counter through SplitMix64's mixer), so that it is the same in both directions, on any thread, and after a restart.</summary>
internal static unsafe class Dropout
{
    /// <summary>What a counter is multiplied by before it is mixed.</summary>
    public const ulong Weyl = 0x9E3779B97F4A7C15;

    /// <summary>The mixer's first factor.</summary>
    public const ulong FirstFactor = 0xBF58476D1CE4E5B9;

    /// <summary>The mixer's second factor.</summary>
    public const ulong SecondFactor = 0x94D049BB133111EB;

    /// <summary><c>target = mask(source) / (1 - share)</c> for rows of <paramref name="width"/> values, the first of them being row <paramref name="firstRow"/> of its micro-batch.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Apply(float* source, float* target, int rows, int width, int firstRow, ulong key, float share)
    {
        uint threshold = Threshold(share);
        float scale = 1f / (1f - share);
        ulong counter = (ulong)firstRow * (ulong)width;
        for (long i = 0; i < (long)rows * width; i++)
        {
            target[i] = IsKept(key, counter + (ulong)i, threshold) ? source[i] * scale : 0f;
        }
    }

    /// <summary><c>target += mask(source) / (1 - share)</c>: the gradient of <see cref="Apply"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void AddBack(float* source, float* target, int rows, int width, int firstRow, ulong key, float share)
    {
        uint threshold = Threshold(share);
        float scale = 1f / (1f - share);
        ulong counter = (ulong)firstRow * (ulong)width;
        for (long i = 0; i < (long)rows * width; i++)
        {
            if (IsKept(key, counter + (ulong)i, threshold))
            {
                target[i] += source[i] * scale;
            }
        }
    }

    /// <summary>A key for one purpose below another key.</summary>
    public static ulong KeyOf(ulong key, ulong purpose) => Mix(key + (Weyl * (purpose + 1)));

    /// <summary>A value goes where the upper half of its mixed counter is below this.</summary>
    public static uint Threshold(float share) => (uint)(share * (double)uint.MaxValue);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool IsKept(ulong key, ulong counter, uint threshold) => (uint)(Mix(key + (Weyl * counter)) >> 32) >= threshold;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Mix(ulong z)
    {
        z = (z ^ (z >> 30)) * FirstFactor;
        z = (z ^ (z >> 27)) * SecondFactor;
        return z ^ (z >> 31);
    }
}
