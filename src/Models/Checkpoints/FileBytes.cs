using System.IO.MemoryMappedFiles;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Tapir.Models.Checkpoints;

/// <summary>The bytes of a checkpoint file by address: mapped where there is a file, else held in native memory. Any length, no managed copy.</summary>
/// <remarks>A mapped file may be renamed or deleted meanwhile, but must not be shortened: the system ends a process that reads a page that is gone.</remarks>
internal sealed unsafe class FileBytes : IDisposable
{
    private readonly SafeBuffer buffer;
    private readonly byte* start;

    private FileBytes(SafeBuffer buffer, long offset, long length)
    {
        this.buffer = buffer;
        byte* at = null;
        buffer.AcquirePointer(ref at);
        start = at + offset;
        Length = length;
    }

    public long Length { get; }

    /// <summary>The address of a byte, valid until this is disposed. Callers have checked that <paramref name="offset"/> lies within <see cref="Length"/>.</summary>
    public byte* At(long offset) => start + offset;

    /// <summary>Maps a whole file.</summary>
    public static FileBytes Map(string path)
    {
        using SafeFileHandle file = File.OpenHandle(path);
        return Map(file, 0);
    }

    /// <summary>What is left of a stream: mapped if it is a file on disk, read otherwise.</summary>
    public static FileBytes Rest(Stream stream)
    {
        if (stream is FileStream { CanSeek: true } file && file.Length > file.Position)
        {
            return Map(file.SafeFileHandle, file.Position);
        }

        NativeBytes bytes = NativeBytes.Read(stream);
        return new FileBytes(bytes, 0, (long)bytes.ByteLength);
    }

    public void Dispose()
    {
        if (!buffer.IsClosed)
        {
            buffer.ReleasePointer();
            buffer.Dispose();
        }
    }

    // The mapping outlives the handle.
    private static FileBytes Map(SafeFileHandle file, long offset)
    {
        long length = RandomAccess.GetLength(file);
        if (length == 0)
        {
            // The system maps no empty file.
            return new FileBytes(NativeBytes.Read(Stream.Null), 0, 0);
        }

        using MemoryMappedFile map = MemoryMappedFile.CreateFromFile(file, null, 0, MemoryMappedFileAccess.Read, HandleInheritability.None, leaveOpen: true);
        MemoryMappedViewAccessor view = map.CreateViewAccessor(0, length, MemoryMappedFileAccess.Read);
        return new FileBytes(view.SafeMemoryMappedViewHandle, offset, length - offset);
    }
}
