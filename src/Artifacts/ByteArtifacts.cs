namespace Tapir.Artifacts;

/// <summary>Artifacts that are plain bytes or files.</summary>
public static class ByteArtifacts
{
    public static Task<ArtifactRef> PutBytesAsync(this IArtifactStore store, ReadOnlyMemory<byte> bytes, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(store);
        return store.PutAsync((stream, token) => stream.WriteAsync(bytes, token).AsTask(), cancellation);
    }

    /// <summary>Stores a copy of a file's content.</summary>
    public static Task<ArtifactRef> PutFileAsync(this IArtifactStore store, string path, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(store);
        return store.PutAsync((stream, token) => CopyAsync(path, stream, token), cancellation);
    }

    /// <summary>The whole content in memory, verified.</summary>
    /// <exception cref="ArtifactLostException">The artifact is missing or damaged.</exception>
    public static async Task<byte[]> ReadBytesAsync(this IArtifactStore store, ArtifactRef artifact, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(store);
        Stream stream = await store.OpenAsync(artifact, cancellation).ConfigureAwait(false);
        await using (stream.ConfigureAwait(false))
        {
            byte[] bytes = new byte[stream.Length];
            await stream.ReadExactlyAsync(bytes, cancellation).ConfigureAwait(false);
            return bytes;
        }
    }

    private static async Task CopyAsync(string path, Stream destination, CancellationToken cancellation)
    {
        FileStream source = new(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16, FileOptions.SequentialScan | FileOptions.Asynchronous);
        await using (source.ConfigureAwait(false))
        {
            await source.CopyToAsync(destination, cancellation).ConfigureAwait(false);
        }
    }
}
