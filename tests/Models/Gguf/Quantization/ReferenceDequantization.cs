namespace Tapir.Models.Tests.Gguf.Quantization;

/// <summary>ggml's formats number by number, straight from their description: slow, and easy to compare with it.</summary>
internal static class ReferenceDequantization
{
    public static float[] Decode(string format, byte[] stored) => format switch
    {
        "Q8_0" => Blocks(stored, 34, 32, (block, i) => Half(block, 0) * (sbyte)block[2 + i]),
        "Q4_0" => Blocks(stored, 18, 32, (block, i) => Half(block, 0) * (Nibble(block, 2, i) - 8)),
        "Q4_1" => Blocks(stored, 20, 32, (block, i) => (Half(block, 0) * Nibble(block, 4, i)) + Half(block, 2)),
        "Q5_0" => Blocks(stored, 22, 32, (block, i) => Half(block, 0) * ((Nibble(block, 6, i) | (Bit(block, 2, i) << 4)) - 16)),
        "Q5_1" => Blocks(stored, 24, 32, (block, i) => (Half(block, 0) * (Nibble(block, 8, i) | (Bit(block, 4, i) << 4))) + Half(block, 2)),
        "Q4_K" => Blocks(stored, 144, 256, (block, i) => SubBlock(block, i, Super(block, 16, i))),
        "Q5_K" => Blocks(stored, 176, 256, (block, i) => SubBlock(block, i, Super(block, 48, i) | (((block[16 + (i % 32)] >> (i / 32)) & 1) << 4))),
        "Q6_K" => Blocks(stored, 210, 256, SixBits),
        _ => throw new ArgumentOutOfRangeException(nameof(format), format, "unknown"),
    };

    private static float[] Blocks(byte[] stored, int bytes, int numbers, Func<byte[], int, float> value) =>
        [.. stored.Chunk(bytes).SelectMany(block => Enumerable.Range(0, numbers).Select(i => value(block, i)))];

    private static float Half(byte[] block, int at) => (float)BitConverter.ToHalf(block, at);

    // The low halves of sixteen bytes, then the high ones.
    private static int Nibble(byte[] block, int at, int i) => (block[at + (i % 16)] >> (i < 16 ? 0 : 4)) & 15;

    private static int Bit(byte[] block, int at, int i) => (int)(BitConverter.ToUInt32(block, at) >> i) & 1;

    // 32 bytes hold 64 numbers: the low halves, then the high ones.
    private static int Super(byte[] block, int at, int i) => (block[at + (i / 64 * 32) + (i % 32)] >> (i % 64 < 32 ? 0 : 4)) & 15;

    // scales[12]: six bits each of eight scales and eight offsets.
    private static float SubBlock(byte[] block, int i, int q)
    {
        int j = i / 32;
        byte S(int k) => block[4 + k];
        int scale = j < 4 ? S(j) & 63 : (S(j + 4) & 15) | ((S(j - 4) >> 6) << 4), offset = j < 4 ? S(j + 4) & 63 : (S(j + 4) >> 4) | ((S(j) >> 6) << 4);
        return (Half(block, 0) * scale * q) - (Half(block, 2) * offset);
    }

    private static float SixBits(byte[] block, int i)
    {
        int part = i / 128, quarter = i % 128 / 32, l = i % 32;
        int low = (block[(part * 64) + (quarter % 2 * 32) + l] >> (quarter < 2 ? 0 : 4)) & 15, high = (block[128 + (part * 32) + l] >> (2 * quarter)) & 3;
        sbyte scale = (sbyte)block[192 + (part * 8) + (quarter * 2) + (l / 16)];
        return Half(block, 208) * scale * ((low | (high << 4)) - 32);
    }
}
