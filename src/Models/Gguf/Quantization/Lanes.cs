using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Tapir.Models.Gguf.Quantization;

/// <summary>Sixteen quantized numbers at a time.</summary>
/// <remarks>The product of a scale (11 bits, or 19 with that of a sub-block) and a quantized number is exact in float32, so with or without fused multiply-add every
/// machine gets the same bits.</remarks>
internal static unsafe class Lanes
{
    public const int Count = 16;

    public static Vector128<byte> LowNibbles => Vector128.Create((byte)0x0F);

    /// <summary><c>target[i] = scale · q[i] + offset</c></summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector128<sbyte> q, float scale, float offset, float* target) => ((Widen(q) * scale) + Vector512.Create(offset)).Store(target);

    /// <summary><c>target[i] = scale · q[i]</c></summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector128<sbyte> q, float scale, float* target) => (Widen(q) * scale).Store(target);

    /// <summary>Sixteen bits as bytes: <paramref name="value"/> where a bit is set, 0 elsewhere.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<byte> Spread(uint bits, byte value)
    {
        Vector128<byte> each = Vector128.Create(0x8040_2010_0804_0201).AsByte();
        Vector128<byte> copies = Vector128.Create(Vector64.Create((byte)bits), Vector64.Create((byte)(bits >> 8)));
        return Vector128.Equals(copies & each, each) & Vector128.Create(value);
    }

    /// <summary>A half-precision number at any address.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Half(byte* source) => (float)Unsafe.ReadUnaligned<Half>(source);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> Widen(Vector128<sbyte> q) =>
        Vector512.ConvertToSingle(Vector512.WidenLower(Vector256.WidenLower(q.ToVector256Unsafe()).ToVector512Unsafe()));
}
