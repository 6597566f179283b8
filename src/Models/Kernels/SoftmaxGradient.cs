using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Tapir.Models.Kernels;

/// <summary>From the gradient of probabilities to that of scores: <c>dS = P · (dP - inner) · scale</c>.</summary>
internal static unsafe class SoftmaxGradient
{
    private const int Lane = 16;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Apply(float* probabilities, float* gradients, int length, float inner, float scale)
    {
        Vector512<float> inners = Vector512.Create(inner), scales = Vector512.Create(scale);
        int i = 0;
        for (; i + Lane <= length; i += Lane)
        {
            (Vector512.Load(probabilities + i) * (Vector512.Load(gradients + i) - inners) * scales).Store(gradients + i);
        }

        for (; i < length; i++)
        {
            gradients[i] = probabilities[i] * (gradients[i] - inner) * scale;
        }
    }
}
