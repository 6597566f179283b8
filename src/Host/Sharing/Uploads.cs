using System.Security.Cryptography;
using Grpc.Core;
using Tapir.Artifacts;

namespace Tapir.Host.Sharing;

/// <summary>Artifacts on their way from workers. What arrived before a cut is kept for whoever goes on, and becomes an artifact when it is whole and has the right digest.</summary>
/// <param name="folder">Made where it is missing.</param>
internal sealed class Uploads(string folder, IArtifactStore artifacts, TimeProvider clock)
{
    private const string Ending = ".part";
    private static readonly TimeSpan Youth = TimeSpan.FromDays(1);

    /// <returns>How many bytes have arrived; null when the artifact is there.</returns>
    public async Task<long?> ArrivedAsync(ArtifactRef artifact, CancellationToken cancellation) => await artifacts.ClaimAsync(artifact, cancellation)
        ? null
        : new FileInfo(PathOf(artifact)) is { Exists: true, Length: var length } ? length : 0;

    /// <summary>Takes bytes from an offset on, and stores the artifact when the last has come.</summary>
    /// <exception cref="RpcException">Fewer bytes than that are there, another sends the same, or the digest is another.</exception>
    public async Task ReceiveAsync(ArtifactRef artifact, long offset, long length, IAsyncEnumerable<ReadOnlyMemory<byte>> pieces, CancellationToken cancellation)
    {
        try
        {
            await using FileStream file = Open(artifact);
            await AppendAsync(file, artifact, offset, length, pieces, cancellation);
            await StoreAsync(artifact, file, cancellation);
        }
        catch (Exception refusal) when (DiskRefusal.IsOne(refusal))
        {
            throw new ArtifactStoreException($"What a worker sends cannot be written at '{folder}': {DiskRefusal.ReasonOf(refusal)}", refusal);
        }

        File.Delete(PathOf(artifact));
    }

    /// <summary>Removes what nobody has gone on with for a day.</summary>
    public void SweepAbandoned()
    {
        foreach (FileInfo part in Directory.Exists(folder) ? new DirectoryInfo(folder).EnumerateFiles($"*{Ending}") : [])
        {
            if (part.LastWriteTimeUtc < clock.GetUtcNow().UtcDateTime - Youth)
            {
                part.Delete();
            }
        }
    }

    private static async Task AppendAsync(
        FileStream file, ArtifactRef artifact, long offset, long length, IAsyncEnumerable<ReadOnlyMemory<byte>> pieces, CancellationToken cancellation)
    {
        if (file.Length < offset)
        {
            throw new RpcException(new Status(StatusCode.Aborted, $"{file.Length} bytes of {artifact} are here, not {offset}; begin again."));
        }

        file.SetLength(offset);
        file.Position = offset;
        await foreach (ReadOnlyMemory<byte> piece in pieces.WithCancellation(cancellation))
        {
            await file.WriteAsync(piece, cancellation);
        }

        if (file.Length != length)
        {
            throw new RpcException(new Status(StatusCode.Aborted, $"{file.Length} of {length} bytes of {artifact} have arrived; go on."));
        }
    }

    private async Task StoreAsync(ArtifactRef artifact, FileStream file, CancellationToken cancellation)
    {
        try
        {
            await artifacts.PutAsync((stream, token) => CopyCheckedAsync(artifact, file, stream, token), cancellation);
        }
        catch (RpcException)
        {
            // None of it is worth going on with.
            file.SetLength(0);
            throw;
        }
    }

    // Checked before the store takes it: nothing is to be kept under a digest that nobody meant.
    private static async Task CopyCheckedAsync(ArtifactRef artifact, FileStream file, Stream stream, CancellationToken cancellation)
    {
        file.Position = 0;
        string actual = Convert.ToHexStringLower(await SHA256.HashDataAsync(file, cancellation));
        if (actual != artifact.Digest)
        {
            throw new RpcException(new Status(StatusCode.DataLoss, $"{artifact} arrived with the SHA-256 {actual}; send it again."));
        }

        file.Position = 0;
        await file.CopyToAsync(stream, cancellation);
    }

    private FileStream Open(ArtifactRef artifact)
    {
        Directory.CreateDirectory(folder);
        try
        {
            return new FileStream(PathOf(artifact), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1 << 16, FileOptions.Asynchronous);
        }
        catch (IOException inUse) when (!DiskRefusal.IsOne(inUse))
        {
            throw new RpcException(new Status(StatusCode.Aborted, $"{artifact} is being received from another worker, or from this one before a cut."));
        }
    }

    private string PathOf(ArtifactRef artifact) => Path.Combine(folder, artifact.Digest + Ending);
}
