using System.Security.Cryptography;
using Microsoft.Win32.SafeHandles;

namespace Tapir.Artifacts;

/// <summary>Bytes on their way to the store or from it: in memory while they are few, in a file beyond. Written at the end as a stream, or at any place within
/// its length; not for concurrent use while it is in memory.</summary>
internal sealed class Spool(string path) : Stream, IArtifactContent
{
    /// <value>Bytes that are held in memory at the most.</value>
    public const int MemoryLimit = 1 << 20;

    private MemoryStream? memory = new();
    private SafeFileHandle? file;
    private long length;

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => length;

    public override long Position
    {
        get => length;
        set => throw new NotSupportedException("A spool is written at its end, or by offset.");
    }

    /// <value>Whether the bytes are in memory; otherwise they are in the file.</value>
    public bool IsInMemory => memory is not null;

    /// <value>The bytes, where they are in memory.</value>
    public ReadOnlyMemory<byte> Bytes => memory!.GetBuffer().AsMemory(0, (int)length);

    /// <exception cref="IOException">The disk refuses.</exception>
    public override void Write(ReadOnlySpan<byte> buffer)
    {
        long end = length + buffer.Length;
        UseFileBeyondMemory(end);
        WriteAt(length, buffer);
        length = end;
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    // The page cache takes it; a thread that waits for that costs less than one that is switched to.
    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        Write(buffer.Span);
        return ValueTask.CompletedTask;
    }

    public override void SetLength(long value)
    {
        UseFileBeyondMemory(value);
        memory?.SetLength(value);
        length = value;
    }

    /// <summary>Writes at a place within the length; concurrently, once it is in a file.</summary>
    public void WriteAt(long offset, ReadOnlySpan<byte> bytes)
    {
        if (file is not null)
        {
            RandomAccess.Write(file, bytes, offset);
            return;
        }

        memory!.Position = offset;
        memory.Write(bytes);
    }

    /// <summary>Fills the buffer from a place on.</summary>
    public void ReadAt(long offset, Span<byte> buffer)
    {
        if (file is null)
        {
            Bytes.Span.Slice((int)offset, buffer.Length).CopyTo(buffer);
            return;
        }

        while (buffer.Length > 0)
        {
            int read = RandomAccess.Read(file, buffer, offset);
            if (read == 0)
            {
                throw new EndOfStreamException($"'{path}' became shorter while it was read.");
            }

            buffer = buffer[read..];
            offset += read;
        }
    }

    /// <summary>SHA-256 of the bytes, as 64 hexadecimal digits.</summary>
    public string Digest()
    {
        if (IsInMemory)
        {
            return Convert.ToHexStringLower(SHA256.HashData(Bytes.Span));
        }

        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        byte[] buffer = new byte[1 << 16];
        for (long offset = 0; offset < length; offset += buffer.Length)
        {
            Span<byte> part = buffer.AsSpan(0, (int)Math.Min(buffer.Length, length - offset));
            ReadAt(offset, part);
            hash.AppendData(part);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>Gives the bytes a file name of their own, in the same folder tree.</summary>
    public void MoveTo(string target)
    {
        UseFile();
        file!.Dispose();
        File.Move(path, target, overwrite: true);
    }

    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("A spool is read by offset.");

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException("A spool is read by offset.");

    protected override void Dispose(bool disposing)
    {
        if (disposing && file is not null)
        {
            file.Dispose();
            File.Delete(path);
        }

        base.Dispose(disposing);
    }

    private void UseFileBeyondMemory(long end)
    {
        if (end > MemoryLimit)
        {
            UseFile();
        }
    }

    private void UseFile()
    {
        if (file is not null)
        {
            return;
        }

        file = File.OpenHandle(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.Delete);
        RandomAccess.Write(file, Bytes.Span, 0);
        memory = null;
    }
}
