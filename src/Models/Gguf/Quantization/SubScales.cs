namespace Tapir.Models.Gguf.Quantization;

/// <summary>Scale and offset of the eight sub-blocks of Q4_K and Q5_K, 6 bits each, packed into 12 bytes: the upper bits of the last four lie in the first eight bytes.</summary>
internal static unsafe class SubScales
{
    public const int Bytes = 12;

    public static int Scale(byte* packed, int block) =>
        block < 4 ? packed[block] & 63 : (packed[block + 4] & 0x0F) | ((packed[block - 4] >> 6) << 4);

    public static int Offset(byte* packed, int block) =>
        block < 4 ? packed[block + 4] & 63 : (packed[block + 4] >> 4) | ((packed[block] >> 6) << 4);
}
