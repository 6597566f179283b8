using System.Buffers.Binary;
using System.Numerics;

namespace Tapir.DurableTask.Sidecar.Storage;

/// <summary>CRC-32C of a stored row's bytes: a flipped or torn row is named instead of being replayed.</summary>
internal static class Checksum
{
    public static long Of(ReadOnlySpan<byte> bytes)
    {
        uint crc = ~0u;
        while (bytes.Length >= sizeof(ulong))
        {
            crc = BitOperations.Crc32C(crc, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
            bytes = bytes[sizeof(ulong)..];
        }

        foreach (byte value in bytes)
        {
            crc = BitOperations.Crc32C(crc, value);
        }

        return ~crc;
    }
}
