using System.Runtime.CompilerServices;

namespace Tapir.Models.Kernels;

/// <summary>Rows of a table by index: <c>[indices, width]</c> from <c>[rows, width]</c>, and back.</summary>
internal static unsafe class EmbeddingRows
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Gather(float* table, ReadOnlySpan<int> indices, float* rows, int width)
    {
        for (int i = 0; i < indices.Length; i++)
        {
            new ReadOnlySpan<float>(table + ((long)indices[i] * width), width).CopyTo(new Span<float>(rows + ((long)i * width), width));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void AddBack(float* rows, ReadOnlySpan<int> indices, float* table, int width)
    {
        for (int i = 0; i < indices.Length; i++)
        {
            Reduction.Add(table + ((long)indices[i] * width), rows + ((long)i * width), width);
        }
    }
}
