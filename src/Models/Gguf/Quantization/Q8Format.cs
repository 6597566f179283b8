using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Tapir.Models.Checkpoints.Elements;

namespace Tapir.Models.Gguf.Quantization;

/// <summary>Q8_0: 32 numbers as a half-precision scale and signed bytes.</summary>
internal sealed unsafe class Q8Format() : WritableFormat("Q8_0", 32, 2 + 32)
{
    public static Q8Format Instance { get; } = new();

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Decode(byte* source, float* target, int blocks)
    {
        for (int i = 0; i < blocks; i++, source += BlockBytes, target += BlockElements)
        {
            float scale = Lanes.Half(source);
            Lanes.Store(Vector128.Load((sbyte*)source + 2), scale, target);
            Lanes.Store(Vector128.Load((sbyte*)source + 2 + Lanes.Count), scale, target + Lanes.Count);
        }
    }

    /// <summary>As ggml's reference: the scale is the largest magnitude / 127, halves round away from zero.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Encode(float* source, byte* target, int blocks)
    {
        for (int i = 0; i < blocks; i++, source += BlockElements, target += BlockBytes)
        {
            float largest = 0;
            for (int j = 0; j < BlockElements; j++)
            {
                largest = MathF.Max(largest, MathF.Abs(source[j]));
            }

            float scale = largest / 127, inverse = scale == 0 ? 0 : 1 / scale;
            Unsafe.WriteUnaligned(target, (Half)scale);
            for (int j = 0; j < BlockElements; j++)
            {
                target[2 + j] = (byte)(sbyte)MathF.Round(source[j] * inverse, MidpointRounding.AwayFromZero);
            }
        }
    }
}
