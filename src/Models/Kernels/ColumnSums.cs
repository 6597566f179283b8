namespace Tapir.Models.Kernels;

/// <summary>What a bias needs: the same row added to all, and the sum over all rows back.</summary>
internal static unsafe class ColumnSums
{
    /// <summary>Adds <paramref name="bias"/> <c>[width]</c> to each of the rows <c>[rows, width]</c>.</summary>
    public static void Spread(float* rows, float* bias, int count, int width)
    {
        for (int row = 0; row < count; row++)
        {
            Reduction.Add(rows + ((long)row * width), bias, width);
        }
    }

    /// <summary>Adds the rows <c>[rows, width]</c> to <paramref name="sum"/> <c>[width]</c>, first row first.</summary>
    public static void Collect(float* rows, float* sum, int count, int width)
    {
        for (int row = 0; row < count; row++)
        {
            Reduction.Add(sum, rows + ((long)row * width), width);
        }
    }
}
