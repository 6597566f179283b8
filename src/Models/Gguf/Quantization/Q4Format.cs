using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Tapir.Models.Checkpoints.Elements;

namespace Tapir.Models.Gguf.Quantization;

/// <summary>Q4_0: 32 numbers as a half-precision scale and 4 bits each, from -8 to 7. The low halves of the bytes are the first sixteen.</summary>
internal sealed unsafe class Q4Format() : ElementFormat("Q4_0", 32, 2 + 16)
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Decode(byte* source, float* target, int blocks)
    {
        Vector128<sbyte> middle = Vector128.Create((sbyte)8);
        for (int i = 0; i < blocks; i++, source += BlockBytes, target += BlockElements)
        {
            float scale = Lanes.Half(source);
            Vector128<byte> q = Vector128.Load(source + 2);
            Lanes.Store((q & Lanes.LowNibbles).AsSByte() - middle, scale, target);
            Lanes.Store((q >>> 4).AsSByte() - middle, scale, target + Lanes.Count);
        }
    }
}
