using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Tapir.Models.Kernels;

/// <summary>Rotary position embedding in the half-split order of Hugging Face checkpoints: component i is rotated with i + headDimension / 2.</summary>
internal sealed unsafe class RotaryTable
{
    private const int Lane = 8;
    private readonly int half;
    private readonly float[] cosines;
    private readonly float[] sines;

    /// <param name="positions">How many positions can be rotated to.</param>
    /// <param name="frequencies">In radians a token, <c>[headDimension / 2]</c>.</param>
    public RotaryTable(int positions, float[] frequencies)
    {
        half = frequencies.Length;
        cosines = new float[positions * half];
        sines = new float[positions * half];
        for (int position = 0; position < positions; position++)
        {
            for (int i = 0; i < half; i++)
            {
                // The product in float32, as the reference computes it.
                double angle = position * frequencies[i];
                cosines[(position * half) + i] = (float)Math.Cos(angle);
                sines[(position * half) + i] = (float)Math.Sin(angle);
            }
        }
    }

    /// <summary>Cosine of each angle, <c>[positions, headDimension / 2]</c>.</summary>
    public float[] Cosines => cosines;

    /// <summary>Sine of each angle, <c>[positions, headDimension / 2]</c>.</summary>
    public float[] Sines => sines;

    /// <summary>Rotates <paramref name="heads"/> heads that lie one after the other at <paramref name="row"/>. The direction is 1 forward; -1 rotates back, which is also the gradient.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Rotate(float* row, int heads, int position, float direction)
    {
        fixed (float* cosineStart = cosines, sineStart = sines)
        {
            float* cosine = cosineStart + (position * half), sine = sineStart + (position * half);
            for (int head = 0; head < heads; head++, row += 2 * half)
            {
                float* second = row + half;
                int i = 0;
                for (; i + Lane <= half; i += Lane)
                {
                    Vector256<float> a = Vector256.Load(row + i), b = Vector256.Load(second + i);
                    Vector256<float> c = Vector256.Load(cosine + i), s = Vector256.Load(sine + i) * direction;
                    ((a * c) - (b * s)).Store(row + i);
                    ((b * c) + (a * s)).Store(second + i);
                }

                for (; i < half; i++)
                {
                    float a = row[i], b = second[i], c = cosine[i], s = sine[i] * direction;
                    row[i] = (a * c) - (b * s);
                    second[i] = (b * c) + (a * s);
                }
            }
        }
    }
}
