using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Tapir.Models.Checkpoints.Elements;

namespace Tapir.Models.Gguf.Quantization;

/// <summary>Q4_1: 32 numbers as half-precision scale and offset, and 4 bits each, from 0 to 15.</summary>
internal sealed unsafe class Q4OffsetFormat() : ElementFormat("Q4_1", 32, 2 + 2 + 16)
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Decode(byte* source, float* target, int blocks)
    {
        for (int i = 0; i < blocks; i++, source += BlockBytes, target += BlockElements)
        {
            float scale = Lanes.Half(source), offset = Lanes.Half(source + 2);
            Vector128<byte> q = Vector128.Load(source + 4);
            Lanes.Store((q & Lanes.LowNibbles).AsSByte(), scale, offset, target);
            Lanes.Store((q >>> 4).AsSByte(), scale, offset, target + Lanes.Count);
        }
    }
}
