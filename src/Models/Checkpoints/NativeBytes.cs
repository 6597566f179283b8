using System.Runtime.InteropServices;

namespace Tapir.Models.Checkpoints;

/// <summary>A stream's bytes in native memory, where they may be more than 2 GiB.</summary>
internal sealed unsafe class NativeBytes : SafeBuffer
{
    private const nuint FirstCapacity = 1 << 16;
    private const int LongestRead = 1 << 20;

    private NativeBytes(byte* at, nuint length)
        : base(ownsHandle: true)
    {
        SetHandle((nint)at);
        Initialize(length);
    }

    /// <summary>Reads to the end. Grows as bytes arrive, so that a length that lies costs no memory.</summary>
    public static NativeBytes Read(Stream stream)
    {
        nuint capacity = FirstCapacity, length = 0;
        byte* at = (byte*)NativeMemory.Alloc(capacity);
        try
        {
            while (true)
            {
                if (length == capacity)
                {
                    capacity *= 2;
                    at = (byte*)NativeMemory.Realloc(at, capacity);
                }

                int read = stream.Read(new Span<byte>(at + length, (int)nuint.Min(capacity - length, LongestRead)));
                if (read == 0)
                {
                    return new NativeBytes(at, length);
                }

                length += (nuint)read;
            }
        }
        catch
        {
            NativeMemory.Free(at);
            throw;
        }
    }

    protected override bool ReleaseHandle()
    {
        NativeMemory.Free((void*)handle);
        return true;
    }
}
