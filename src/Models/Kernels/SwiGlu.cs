using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Tapir.Models.Kernels;

/// <summary>The gate of the MLP: <c>silu(gate) · up</c>, forward and backward. Gate and up lie side by side: <c>[rows, 2 · width]</c>.</summary>
internal static unsafe class SwiGlu
{
    private const int Lane = 16;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Forward(float* gateUp, float* result, int rows, int width)
    {
        Vector512<float> one = Vector512<float>.One;
        for (int row = 0; row < rows; row++, gateUp += 2 * width, result += width)
        {
            float* up = gateUp + width;
            int i = 0;
            for (; i + Lane <= width; i += Lane)
            {
                Vector512<float> gate = Vector512.Load(gateUp + i);
                (gate / (one + Vector512.Exp(-gate)) * Vector512.Load(up + i)).Store(result + i);
            }

            for (; i < width; i++)
            {
                result[i] = gateUp[i] / (1f + MathF.Exp(-gateUp[i])) * up[i];
            }
        }
    }

    /// <summary>Replaces gate and up by their gradients, given that of the result.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Backward(float* gateUp, float* dResult, int rows, int width)
    {
        Vector512<float> one = Vector512<float>.One;
        for (int row = 0; row < rows; row++, gateUp += 2 * width, dResult += width)
        {
            float* up = gateUp + width;
            int i = 0;
            for (; i + Lane <= width; i += Lane)
            {
                Vector512<float> gate = Vector512.Load(gateUp + i), d = Vector512.Load(dResult + i);
                Vector512<float> sigmoid = one / (one + Vector512.Exp(-gate));
                Vector512<float> activated = gate * sigmoid;
                (d * Vector512.Load(up + i) * (sigmoid + (activated * (one - sigmoid)))).Store(gateUp + i);
                (d * activated).Store(up + i);
            }

            for (; i < width; i++)
            {
                float gate = gateUp[i], sigmoid = 1f / (1f + MathF.Exp(-gate)), activated = gate * sigmoid;
                gateUp[i] = dResult[i] * up[i] * (sigmoid + (activated * (1f - sigmoid)));
                up[i] = dResult[i] * activated;
            }
        }
    }
}
