using System.Buffers.Binary;

namespace Tapir.Models.Tests.Fuzzing;

/// <summary>Damages files the way that disks, downloads and people do; the same seed gives the same damage.</summary>
internal sealed class ByteMutator(int seed)
{
    private static readonly ulong[] Extremes = [0, 1, 2, 31, 0x7F, 0xFF, 0xFFFF, int.MaxValue, uint.MaxValue, 1ul << 40, long.MaxValue, 1ul << 63, ulong.MaxValue - 7, ulong.MaxValue];
    private readonly Random random = new(seed);

    /// <summary>One to three faults; most of them within the first <paramref name="head"/> bytes, which are what is parsed.</summary>
    public byte[] Mutate(byte[] original, int head)
    {
        byte[] bytes = [.. original];
        for (int i = random.Next(1, 4); i > 0 && bytes.Length > 8; i--)
        {
            bytes = Fault(bytes, random.Next(8) == 0 ? bytes.Length : Math.Min(head, bytes.Length));
        }

        return bytes;
    }

    private byte[] Fault(byte[] bytes, int within)
    {
        int at = random.Next(within);
        switch (random.Next(7))
        {
            case 0:
                bytes[at] ^= (byte)(1 << random.Next(8));
                return bytes;
            case 1:
                bytes[at] = (byte)random.Next(256);
                return bytes;
            case 2 when at + 8 <= bytes.Length:
                BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(at), Extremes[random.Next(Extremes.Length)]);
                return bytes;
            case 3 when at + 4 <= bytes.Length:
                BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(at), (uint)Extremes[random.Next(Extremes.Length)]);
                return bytes;
            case 4:
                return bytes[..at];
            case 5:
                return [.. bytes[..at], .. bytes[Math.Min(bytes.Length, at + random.Next(1, 40))..]];
            default:
                return [.. bytes[..at], .. bytes[at..Math.Min(bytes.Length, at + random.Next(1, 40))], .. bytes[at..]];
        }
    }
}
