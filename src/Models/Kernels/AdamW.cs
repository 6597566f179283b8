using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Tapir.Models.Kernels;

/// <summary>One fused AdamW step over a stretch of the flat buffer (Loshchilov and Hutter, 2019).</summary>
internal static unsafe class AdamW
{
    private const int Lane = 16;

    /// <summary>What is the same for all values of one step: rate already corrected for bias, decay already times the rate.</summary>
    internal readonly record struct Step(float Beta1, float Beta2, float Rate, float SecondCorrection, float Epsilon, float Decay, float GradientScale);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Apply(float* weights, float* gradients, float* first, float* second, int length, Step step)
    {
        Vector512<float> beta1 = Vector512.Create(step.Beta1), beta2 = Vector512.Create(step.Beta2), rest1 = Vector512.Create(1 - step.Beta1), rest2 = Vector512.Create(1 - step.Beta2);
        Vector512<float> rate = Vector512.Create(step.Rate), correction = Vector512.Create(step.SecondCorrection), epsilon = Vector512.Create(step.Epsilon);
        Vector512<float> keep = Vector512.Create(1 - step.Decay), scale = Vector512.Create(step.GradientScale);
        int i = 0;
        for (; i + Lane <= length; i += Lane)
        {
            Vector512<float> gradient = Vector512.Load(gradients + i) * scale;
            Vector512<float> m = (Vector512.Load(first + i) * beta1) + (gradient * rest1);
            Vector512<float> v = (Vector512.Load(second + i) * beta2) + (gradient * gradient * rest2);
            m.Store(first + i);
            v.Store(second + i);
            ((Vector512.Load(weights + i) * keep) - (rate * m / (Vector512.Sqrt(v * correction) + epsilon))).Store(weights + i);
        }

        for (; i < length; i++)
        {
            float gradient = gradients[i] * step.GradientScale;
            first[i] = (first[i] * step.Beta1) + (gradient * (1 - step.Beta1));
            second[i] = (second[i] * step.Beta2) + (gradient * gradient * (1 - step.Beta2));
            weights[i] = (weights[i] * (1 - step.Decay)) - (step.Rate * first[i] / (MathF.Sqrt(second[i] * step.SecondCorrection) + step.Epsilon));
        }
    }
}
