using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Tapir.Models.Checkpoints.Elements;

namespace Tapir.Models.Gguf.Quantization;

/// <summary>Q6_K: 256 numbers from -32 to 31 in sixteen sub-blocks, each with a scale of a signed byte; lower four and upper two bits lie apart.</summary>
internal sealed unsafe class Q6SuperFormat() : ElementFormat("Q6_K", 256, 128 + 64 + 16 + 2)
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Decode(byte* source, float* target, int blocks)
    {
        for (int i = 0; i < blocks; i++, source += BlockBytes, target += BlockElements)
        {
            float scale = Lanes.Half(source + 208);
            for (int part = 0; part < 2; part++)
            {
                byte* lower = source + (part * 64), upper = source + 128 + (part * 32);
                sbyte* scales = (sbyte*)source + 192 + (part * 8);
                for (int half = 0; half < 2; half++)
                {
                    float* at = target + (part * 128) + (half * Lanes.Count);
                    Vector128<byte> first = Vector128.Load(lower + (half * Lanes.Count)), second = Vector128.Load(lower + 32 + (half * Lanes.Count));
                    Vector128<byte> two = Vector128.Load(upper + (half * Lanes.Count));
                    Store(first & Lanes.LowNibbles, two << 4, scale * scales[half], at);
                    Store(second & Lanes.LowNibbles, two << 2, scale * scales[half + 2], at + 32);
                    Store(first >>> 4, two, scale * scales[half + 4], at + 64);
                    Store(second >>> 4, two >>> 2, scale * scales[half + 6], at + 96);
                }
            }
        }
    }

    // The upper two bits have been moved to places 4 and 5; their neighbours are masked away.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(Vector128<byte> lower, Vector128<byte> upper, float scale, float* target) =>
        Lanes.Store((lower | (upper & Vector128.Create((byte)0x30))).AsSByte() - Vector128.Create((sbyte)32), scale, target);
}
