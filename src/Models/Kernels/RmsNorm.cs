using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Tapir.Models.Kernels;

/// <summary>Root-mean-square normalisation over rows, forward and backward: <c>y = x · r · gain</c> with <c>r = 1/√(mean(x²) + ε)</c>.</summary>
internal static unsafe class RmsNorm
{
    private const int Lane = 16;

    /// <summary>x, y: <c>[rows, width]</c>; scales: <c>[rows]</c>, r of each row, kept for the way back.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Forward(float* x, float* gain, float* y, float* scales, int rows, int width, float epsilon)
    {
        for (int row = 0; row < rows; row++, x += width, y += width)
        {
            float scale = 1f / MathF.Sqrt((Reduction.Dot(x, x, width) / width) + epsilon);
            scales[row] = scale;
            Vector512<float> scaleLanes = Vector512.Create(scale);
            int i = 0;
            for (; i + Lane <= width; i += Lane)
            {
                (Vector512.Load(x + i) * scaleLanes * Vector512.Load(gain + i)).Store(y + i);
            }

            for (; i < width; i++)
            {
                y[i] = x[i] * scale * gain[i];
            }
        }
    }

    /// <summary>Adds the gradient of x to <paramref name="dx"/> <c>[rows, width]</c> and that of the gain to <paramref name="dGain"/> <c>[width]</c>.</summary>
    public static void Backward(float* x, float* gain, float* scales, float* dy, float* dx, float* dGain, int rows, int width) =>
        Backward(x, gain, scales, dy, dx, dx, dGain, rows, width);

    /// <summary>Writes the gradient of x plus that of a path around the norm, <paramref name="around"/>, to <paramref name="dx"/> <c>[rows, width]</c>, and adds that of the gain to
    /// <paramref name="dGain"/> <c>[width]</c>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Backward(
        float* x, float* gain, float* scales, float* dy, float* around, float* dx, float* dGain, int rows, int width)
    {
        for (int row = 0; row < rows; row++, x += width, dy += width, around += width, dx += width)
        {
            float scale = scales[row];
            Vector512<float> sum = Vector512<float>.Zero;
            int i = 0;
            for (; i + Lane <= width; i += Lane)
            {
                sum = Vector512.FusedMultiplyAdd(Vector512.Load(dy + i) * Vector512.Load(gain + i), Vector512.Load(x + i), sum);
            }

            float inner = Vector512.Sum(sum);
            for (; i < width; i++)
            {
                inner += dy[i] * gain[i] * x[i];
            }

            float back = inner * scale * scale * scale / width;
            Vector512<float> scaleLanes = Vector512.Create(scale), backLanes = Vector512.Create(back);
            for (i = 0; i + Lane <= width; i += Lane)
            {
                Vector512<float> value = Vector512.Load(x + i), scaled = Vector512.Load(dy + i) * scaleLanes;
                (Vector512.Load(around + i) + (scaled * Vector512.Load(gain + i)) - (value * backLanes)).Store(dx + i);
                Vector512.FusedMultiplyAdd(scaled, value, Vector512.Load(dGain + i)).Store(dGain + i);
            }

            for (; i < width; i++)
            {
                dx[i] = around[i] + ((dy[i] * gain[i] * scale) - (x[i] * back));
                dGain[i] += dy[i] * x[i] * scale;
            }
        }
    }
}
