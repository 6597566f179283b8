using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Tapir.Models.Checkpoints.Elements;

namespace Tapir.Models.Gguf.Quantization;

/// <summary>Q5_1: 32 numbers as half-precision scale and offset, and 5 bits each, from 0 to 31; the fifth bits lie together.</summary>
internal sealed unsafe class Q5OffsetFormat() : ElementFormat("Q5_1", 32, 2 + 2 + 4 + 16)
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Decode(byte* source, float* target, int blocks)
    {
        for (int i = 0; i < blocks; i++, source += BlockBytes, target += BlockElements)
        {
            float scale = Lanes.Half(source), offset = Lanes.Half(source + 2);
            uint fifth = Unsafe.ReadUnaligned<uint>(source + 4);
            Vector128<byte> q = Vector128.Load(source + 8);
            Lanes.Store(((q & Lanes.LowNibbles) | Lanes.Spread(fifth, 16)).AsSByte(), scale, offset, target);
            Lanes.Store(((q >>> 4) | Lanes.Spread(fifth >> 16, 16)).AsSByte(), scale, offset, target + Lanes.Count);
        }
    }
}
