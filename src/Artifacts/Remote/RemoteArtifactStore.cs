namespace Tapir.Artifacts;

/// <summary>The artifacts of another machine. What was read or written lies in a folder of this one too, checked by digest at each use, the least recently used going first.</summary>
/// <param name="origin">The machine that keeps them.</param>
/// <param name="copiesFolder">Made where it is missing; processes may share it.</param>
/// <param name="copiesLimit">How large it may grow, in bytes.</param>
/// <param name="time">By which copies are the oldest.</param>
/// <exception cref="ArtifactStoreException">The folder cannot be created.</exception>
public sealed class RemoteArtifactStore(IArtifactOrigin origin, string copiesFolder, long copiesLimit, TimeProvider time) : IArtifactStore
{
    private const int Gates = 64;

    private readonly LocalCopies copies = new(copiesFolder, copiesLimit, time);
    private readonly SemaphoreSlim[] gates = [.. Enumerable.Range(0, Gates).Select(_ => new SemaphoreSlim(1))];

    /// <inheritdoc/>
    public async Task<ArtifactRef> PutAsync(Func<Stream, CancellationToken, Task> write, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(write);
        Spool spool = copies.NewSpool();
        await using (spool.ConfigureAwait(false))
        {
            HashingStream hashing = new(spool, copies.Folder);
            await write(hashing, cancellation).ConfigureAwait(false);
            ArtifactRef artifact = hashing.Finish();
            await origin.SendAsync(artifact, spool, cancellation).ConfigureAwait(false);
            ArtifactMetrics.Written(ArtifactMetrics.Remote, spool.Length);
            copies.Keep(artifact, spool);
            return artifact;
        }
    }

    /// <inheritdoc/>
    public async Task<Stream> OpenAsync(ArtifactRef artifact, CancellationToken cancellation = default)
    {
        if (await TryOpenCopyAsync(artifact, cancellation).ConfigureAwait(false) is { } copy)
        {
            return copy;
        }

        // Many readers of one artifact fetch it once.
        SemaphoreSlim gate = gates[(uint)artifact.GetHashCode() % Gates];
        await gate.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            return await TryOpenCopyAsync(artifact, cancellation).ConfigureAwait(false) ?? await FetchAsync(artifact, cancellation).ConfigureAwait(false);
        }
        finally
        {
            gate.Release();
        }
    }

    /// <inheritdoc/>
    public async Task<bool> ExistsAsync(ArtifactRef artifact, CancellationToken cancellation = default) =>
        await FindAsync(artifact, cancellation).ConfigureAwait(false) is not null;

    /// <inheritdoc/>
    public async Task<bool> ClaimAsync(ArtifactRef artifact, CancellationToken cancellation = default) =>
        await origin.FindAsync(artifact, claims: true, cancellation).ConfigureAwait(false) is not null;

    /// <inheritdoc/>
    public async Task<long> LengthAsync(ArtifactRef artifact, CancellationToken cancellation = default) =>
        await FindAsync(artifact, cancellation).ConfigureAwait(false) is { } found
            ? found.Length
            : throw ArtifactLostException.Missing(artifact, "the machine of the state folder");

    /// <inheritdoc/>
    public Task<StoredArtifact?> FindAsync(ArtifactRef artifact, CancellationToken cancellation = default) => origin.FindAsync(artifact, claims: false, cancellation);

    /// <exception cref="NotSupportedException">Always: only beside the state folder is it known who needs what.</exception>
    public IAsyncEnumerable<StoredArtifact> ListAsync(CancellationToken cancellation = default) =>
        throw new NotSupportedException("The artifacts are listed on the machine of the state folder alone.");

    /// <inheritdoc cref="ListAsync" path="/exception"/>
    public Task<bool> DeleteAsync(StoredArtifact listed, CancellationToken cancellation = default) =>
        throw new NotSupportedException("Artifacts are removed on the machine of the state folder alone.");

    private async Task<FileStream?> TryOpenCopyAsync(ArtifactRef artifact, CancellationToken cancellation)
    {
        FileStream? copy = await copies.TryOpenAsync(artifact, cancellation).ConfigureAwait(false);
        if (copy is not null)
        {
            ArtifactMetrics.Read(ArtifactMetrics.Copy, copy.Length);
        }

        return copy;
    }

    private async Task<Stream> FetchAsync(ArtifactRef artifact, CancellationToken cancellation)
    {
        Spool spool = copies.NewSpool();
        await using (spool.ConfigureAwait(false))
        {
            await origin.FetchAsync(artifact, spool, cancellation).ConfigureAwait(false);
            ArtifactMetrics.Read(ArtifactMetrics.Remote, spool.Length);
            if (spool.Digest() is var actual && actual != artifact.Digest)
            {
                // There it was checked before it was sent.
                throw new ArtifactStoreException($"{artifact} arrived with the SHA-256 {actual}: it was damaged on the way, or '{copies.Folder}' lies on a damaged disk. Nothing was kept of it.");
            }

            MemoryStream? small = spool.IsInMemory ? new MemoryStream(spool.Bytes.ToArray(), writable: false) : null;
            copies.Keep(artifact, spool);
            return small ?? (Stream?)copies.OpenKept(artifact)
                ?? throw StoreErrors.CannotWrite(copies.Folder, new IOException("the local copy cannot be opened. Make room there, or give this user the right to write."));
        }
    }
}
