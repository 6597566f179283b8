using System.Security.Cryptography;

namespace Tapir.Artifacts;

/// <summary>Writes through to a file and hashes on the way. The writer cannot close the file or go back in it.</summary>
internal sealed class HashingStream(Stream inner, string path) : Stream
{
    private readonly IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private long written;

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => written;

    public override long Position
    {
        get => written;
        set => throw new NotSupportedException("An artifact is written forwards only.");
    }

    public ArtifactRef Finish()
    {
        ArtifactRef artifact = new(Convert.ToHexStringLower(hash.GetHashAndReset()));
        hash.Dispose();
        return artifact;
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        try
        {
            inner.Write(buffer);
        }
        catch (Exception e) when (StoreErrors.IsRefusal(e))
        {
            throw StoreErrors.CannotWrite(path, e);
        }

        Count(buffer);
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        try
        {
            // Hashed while the disk takes it: either alone would cost as much again.
            ValueTask writing = inner.WriteAsync(buffer, cancellationToken);
            Count(buffer.Span);
            await writing.ConfigureAwait(false);
        }
        catch (Exception e) when (StoreErrors.IsRefusal(e))
        {
            throw StoreErrors.CannotWrite(path, e);
        }
    }

    /// <summary>Nothing: the file is flushed once, at its end.</summary>
    public override void Flush()
    {
    }

    public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("An artifact on its way in cannot be read.");

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException("An artifact is written forwards only.");

    public override void SetLength(long value) => throw new NotSupportedException("An artifact is written forwards only.");

    private void Count(ReadOnlySpan<byte> bytes)
    {
        hash.AppendData(bytes);
        written += bytes.Length;
    }
}
