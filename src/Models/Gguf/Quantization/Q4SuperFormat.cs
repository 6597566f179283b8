using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Tapir.Models.Checkpoints.Elements;

namespace Tapir.Models.Gguf.Quantization;

/// <summary>Q4_K: 256 numbers in eight sub-blocks, each with a scale and an offset of 6 bits; 4 bits a number.</summary>
internal sealed unsafe class Q4SuperFormat() : ElementFormat("Q4_K", 256, 2 + 2 + SubScales.Bytes + 128)
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Decode(byte* source, float* target, int blocks)
    {
        for (int i = 0; i < blocks; i++, source += BlockBytes, target += BlockElements)
        {
            float scale = Lanes.Half(source), offset = Lanes.Half(source + 2);
            byte* packed = source + 4;
            for (int sub = 0; sub < 8; sub += 2)
            {
                float lowScale = scale * SubScales.Scale(packed, sub), lowOffset = -offset * SubScales.Offset(packed, sub);
                float highScale = scale * SubScales.Scale(packed, sub + 1), highOffset = -offset * SubScales.Offset(packed, sub + 1);
                for (int half = 0; half < 32; half += Lanes.Count)
                {
                    Vector128<byte> q = Vector128.Load(packed + SubScales.Bytes + (sub * 16) + half);
                    Lanes.Store((q & Lanes.LowNibbles).AsSByte(), lowScale, lowOffset, target + (sub * 32) + half);
                    Lanes.Store((q >>> 4).AsSByte(), highScale, highOffset, target + (sub * 32) + 32 + half);
                }
            }
        }
    }
}
