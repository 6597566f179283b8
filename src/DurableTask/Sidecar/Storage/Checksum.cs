using System.Buffers.Binary;
using System.Numerics;
using System.Text;

namespace Tapir.DurableTask.Sidecar.Storage;

/// <summary>CRC-32C over the values of a stored row, each with its kind and length: a flipped or torn row, or one that got another's key, is named instead of being
/// used. In SQL it is the function <c>row_checksum</c>.</summary>
internal struct Checksum
{
    private uint crc = ~0u;

    public Checksum()
    {
    }

    public readonly long Value => ~crc;

    /// <summary>Of an event's row.</summary>
    public static long Of(long first, long second, ReadOnlySpan<byte> bytes)
    {
        Checksum sum = new();
        sum.Add(first);
        sum.Add(second);
        sum.Add(bytes);
        return sum.Value;
    }

    /// <summary>Of values as SQLite gives them to a function: null, long, double, string or byte[].</summary>
    public static long Of(params object?[] values)
    {
        Checksum sum = new();
        foreach (object? value in values)
        {
            switch (value)
            {
                case long number:
                    sum.Add(number);
                    break;
                case byte[] bytes:
                    sum.Add(bytes);
                    break;
                case string text:
                    sum.Begin('t', text.Length);
                    sum.AddBytes(Encoding.UTF8.GetBytes(text));
                    break;
                case double real:
                    sum.Begin('r', BitConverter.DoubleToInt64Bits(real));
                    break;
                default:
                    sum.Begin('0', 0);
                    break;
            }
        }

        return sum.Value;
    }

    /// <summary>What hubs of version 1 kept: the event's bytes alone.</summary>
    public static long OfBytes(ReadOnlySpan<byte> bytes)
    {
        Checksum sum = new();
        sum.AddBytes(bytes);
        return sum.Value;
    }

    private void Add(long number) => Begin('i', number);

    private void Add(ReadOnlySpan<byte> bytes)
    {
        Begin('b', bytes.Length);
        AddBytes(bytes);
    }

    private void Begin(char kind, long number) => crc = BitOperations.Crc32C(BitOperations.Crc32C(crc, (byte)kind), (ulong)number);

    private void AddBytes(ReadOnlySpan<byte> bytes)
    {
        while (bytes.Length >= sizeof(ulong))
        {
            crc = BitOperations.Crc32C(crc, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
            bytes = bytes[sizeof(ulong)..];
        }

        foreach (byte value in bytes)
        {
            crc = BitOperations.Crc32C(crc, value);
        }
    }
}
