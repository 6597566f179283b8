using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Tapir.Models.Checkpoints.Elements;

namespace Tapir.Models.Gguf.Quantization;

/// <summary>Q5_K: as Q4_K, with a fifth bit a number: bit i of byte j of 32 belongs to number j of sub-block i.</summary>
internal sealed unsafe class Q5SuperFormat() : ElementFormat("Q5_K", 256, 2 + 2 + SubScales.Bytes + 32 + 128)
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Decode(byte* source, float* target, int blocks)
    {
        Vector128<byte> sixteen = Vector128.Create((byte)16);
        for (int i = 0; i < blocks; i++, source += BlockBytes, target += BlockElements)
        {
            float scale = Lanes.Half(source), offset = Lanes.Half(source + 2);
            byte* packed = source + 4, fifths = packed + SubScales.Bytes, nibbles = fifths + 32;
            for (int sub = 0; sub < 8; sub += 2)
            {
                float lowScale = scale * SubScales.Scale(packed, sub), lowOffset = -offset * SubScales.Offset(packed, sub);
                float highScale = scale * SubScales.Scale(packed, sub + 1), highOffset = -offset * SubScales.Offset(packed, sub + 1);
                Vector128<byte> lowBit = Vector128.Create((byte)(1 << sub)), highBit = Vector128.Create((byte)(2 << sub));
                for (int half = 0; half < 32; half += Lanes.Count)
                {
                    Vector128<byte> q = Vector128.Load(nibbles + (sub * 16) + half), fifth = Vector128.Load(fifths + half);
                    Vector128<byte> low = Vector128.Equals(fifth & lowBit, lowBit) & sixteen, high = Vector128.Equals(fifth & highBit, highBit) & sixteen;
                    Lanes.Store(((q & Lanes.LowNibbles) | low).AsSByte(), lowScale, lowOffset, target + (sub * 32) + half);
                    Lanes.Store(((q >>> 4) | high).AsSByte(), highScale, highOffset, target + (sub * 32) + 32 + half);
                }
            }
        }
    }
}
