using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Tapir.Models.Checkpoints.Elements;

namespace Tapir.Models.Gguf.Quantization;

/// <summary>Q5_0: 32 numbers as a half-precision scale and 5 bits each, from -16 to 15; the fifth bits lie together.</summary>
internal sealed unsafe class Q5Format() : ElementFormat("Q5_0", 32, 2 + 4 + 16)
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Decode(byte* source, float* target, int blocks)
    {
        Vector128<sbyte> middle = Vector128.Create((sbyte)16);
        for (int i = 0; i < blocks; i++, source += BlockBytes, target += BlockElements)
        {
            float scale = Lanes.Half(source);
            uint fifth = Unsafe.ReadUnaligned<uint>(source + 2);
            Vector128<byte> q = Vector128.Load(source + 6);
            Lanes.Store(((q & Lanes.LowNibbles) | Lanes.Spread(fifth, 16)).AsSByte() - middle, scale, target);
            Lanes.Store(((q >>> 4) | Lanes.Spread(fifth >> 16, 16)).AsSByte() - middle, scale, target + Lanes.Count);
        }
    }
}
