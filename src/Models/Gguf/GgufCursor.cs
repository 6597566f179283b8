using System.Runtime.CompilerServices;
using System.Text;
using Tapir.Models.Checkpoints;

namespace Tapir.Models.Gguf;

/// <summary>Reads the head of a GGUF file value by value; nothing is believed before the bytes for it are seen to be there.</summary>
internal sealed unsafe class GgufCursor(FileBytes bytes, string source)
{
    /// <summary>Longer than any chat template or licence; a length beyond it is not believed even where a large file has so many bytes.</summary>
    public const int LongestText = 1 << 26;

    public long Position { get; private set; }

    public long Remaining => bytes.Length - Position;

    /// <summary>A little-endian number, or a byte.</summary>
    public T Read<T>()
        where T : unmanaged
    {
        if (Remaining < sizeof(T))
        {
            throw Error($"truncated, it ends at byte {bytes.Length} inside its head");
        }

        T value = Unsafe.ReadUnaligned<T>(bytes.At(Position));
        Position += sizeof(T);
        return value;
    }

    /// <summary>A string: 8 bytes of length, then UTF-8.</summary>
    public string Text(string what, int longest = LongestText)
    {
        ulong length = Read<ulong>();
        if (length > (ulong)Math.Min(Remaining, longest))
        {
            throw Error($"{what} would be {length} bytes long, {Remaining} are left and {longest} possible");
        }

        string text = Encoding.UTF8.GetString(bytes.At(Position), (int)length);
        Position += (long)length;
        return text;
    }

    /// <summary>A number of things to come, each of which takes <paramref name="leastBytes"/> at least.</summary>
    public int Count(string what, int leastBytes, int most)
    {
        ulong count = Read<ulong>();
        return count > (ulong)Math.Min(Remaining / leastBytes, most)
            ? throw Error($"it says that it has {count} {what}, for which {Remaining} bytes are left (and {most} are possible)")
            : (int)count;
    }

    /// <summary>What is wrong, in which file, at which byte.</summary>
    public InvalidDataException Error(string fault) => new($"{source}: not a GGUF file that can be read: {fault} (at byte {Position}).");
}
