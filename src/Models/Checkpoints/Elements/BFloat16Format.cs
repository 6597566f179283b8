using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Tapir.Models.Checkpoints.Elements;

/// <summary>bfloat16: the upper half of a float32.</summary>
internal sealed unsafe class BFloat16Format() : WritableFormat("BF16", 1, 2)
{
    private const int Lane = 16;

    public static BFloat16Format Instance { get; } = new();

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Decode(byte* source, float* target, int blocks)
    {
        ushort* upper = (ushort*)source;
        int i = 0;
        for (; i + Lane <= blocks; i += Lane)
        {
            Vector512<uint> bits = Vector512.WidenLower(Vector256.Load(upper + i).ToVector512Unsafe()) << 16;
            bits.AsSingle().Store(target + i);
        }

        for (; i < blocks; i++)
        {
            target[i] = BitConverter.UInt32BitsToSingle((uint)upper[i] << 16);
        }
    }

    /// <summary>Rounds to nearest, ties to even. Weights are finite, so no NaN can round to infinity.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Encode(float* source, byte* target, int blocks)
    {
        ushort* upper = (ushort*)target;
        for (int i = 0; i < blocks; i++)
        {
            uint bits = BitConverter.SingleToUInt32Bits(source[i]);
            upper[i] = (ushort)((bits + 0x7FFF + ((bits >> 16) & 1)) >> 16);
        }
    }
}
