using System.Runtime.CompilerServices;
using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Microsoft.Extensions.Logging;

namespace Tapir.Artifacts;

/// <summary>Artifacts as blobs of one container: <c>artifacts/ab/cdef...</c>, as in the folder. Many machines may share the container.</summary>
/// <remarks>A blob is written only where there is none, so that writers of the same bytes do not disturb each other, and is there whole or not at all. What was
/// read or written lies in a folder of this machine too, for the next reader. A store that does not answer is asked again for a while (<see cref="BlobStoreOptions.Patience"/>).</remarks>
public sealed class BlobArtifactStore : IArtifactStore
{
    private const int Gates = 64;

    private readonly BlobContainerClient container;
    private readonly LocalCopies copies;
    private readonly StorePatience patience;
    private readonly BlobCheck check;
    private readonly BlobUpload upload;
    private readonly BlobDownload download;
    private readonly SemaphoreSlim[] gates = [.. Enumerable.Range(0, Gates).Select(_ => new SemaphoreSlim(1))];
    private volatile string? forbidden;

    /// <summary>Connects; nothing is asked of the service yet. The container is made by the first write.</summary>
    /// <exception cref="ArtifactStoreException">The variable with the connection string is not set or holds none, or the folder for local copies cannot be written.</exception>
    public BlobArtifactStore(BlobLocation location, BlobStoreOptions options, TimeProvider time, ILogger<BlobArtifactStore> logger)
    {
        ArgumentNullException.ThrowIfNull(location);
        ArgumentNullException.ThrowIfNull(options);
        container = location.Connect(options.ClientOptions(), options.EnvironmentVariable, options.Credential);
        copies = new LocalCopies(options.CopiesFolder, options.CopiesLimit, time);
        patience = new StorePatience(location, options, time, logger);
        download = new BlobDownload(container, patience, copies);
        check = new BlobCheck(container, patience, DigestInStoreAsync);
        upload = new BlobUpload(container, check, patience, logger);
        Documents = new BlobDocuments(container, patience);
        Holders = new BlobHolders(container, patience);
    }

    /// <value>The documents beside the artifacts.</value>
    public IStoreDocuments Documents { get; }

    /// <value>Who keeps artifacts here.</value>
    public BlobHolders Holders { get; }

    /// <summary>Lets this process put and claim nothing more until it is allowed again, such as while another works for the same holder.</summary>
    /// <param name="reason">What whoever tries is told, and what to do.</param>
    public void Forbid(string reason) => forbidden = reason;

    /// <summary>Takes back what <see cref="Forbid"/> said.</summary>
    public void Allow() => forbidden = null;

    /// <inheritdoc/>
    public async Task<ArtifactRef> PutAsync(Func<Stream, CancellationToken, Task> write, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(write);
        AssertAllowed();
        Spool spool = copies.NewSpool();
        await using (spool.ConfigureAwait(false))
        {
            HashingStream hashing = new(spool, copies.Folder);
            await write(hashing, cancellation).ConfigureAwait(false);
            ArtifactRef artifact = hashing.Finish();
            await upload.UploadAsync(artifact, spool, cancellation).ConfigureAwait(false);
            ArtifactMetrics.Written(ArtifactMetrics.Blob, spool.Length);
            copies.Keep(artifact, spool);
            return artifact;
        }
    }

    /// <inheritdoc/>
    public async Task<Stream> OpenAsync(ArtifactRef artifact, CancellationToken cancellation = default)
    {
        if (await copies.TryOpenAsync(artifact, cancellation).ConfigureAwait(false) is { } copy)
        {
            ArtifactMetrics.Read(ArtifactMetrics.Copy, copy.Length);
            return copy;
        }

        // Many readers of one artifact fetch it once.
        SemaphoreSlim gate = gates[(uint)artifact.GetHashCode() % Gates];
        await gate.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            return await copies.TryOpenAsync(artifact, cancellation).ConfigureAwait(false) ?? await FetchAsync(artifact, cancellation).ConfigureAwait(false);
        }
        finally
        {
            gate.Release();
        }
    }

    /// <inheritdoc/>
    public async Task<bool> ExistsAsync(ArtifactRef artifact, CancellationToken cancellation = default) =>
        await check.FindAsync(artifact, cancellation).ConfigureAwait(false) is not null;

    /// <inheritdoc/>
    public async Task<bool> ClaimAsync(ArtifactRef artifact, CancellationToken cancellation = default)
    {
        AssertAllowed();
        return await check.ClaimAsync(artifact, cancellation).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async Task<long> LengthAsync(ArtifactRef artifact, CancellationToken cancellation = default) =>
        await check.FindAsync(artifact, cancellation).ConfigureAwait(false) is { } found
            ? found.Value.ContentLength
            : throw ArtifactLostException.Missing(artifact, BlobNames.Of(artifact));

    /// <inheritdoc/>
    public async Task<StoredArtifact?> FindAsync(ArtifactRef artifact, CancellationToken cancellation = default) =>
        await check.FindAsync(artifact, cancellation).ConfigureAwait(false) is { Value: var found }
            // The header has the version in quotes, a listing has not.
            ? new StoredArtifact(artifact, found.ContentLength, found.LastModified, found.ETag.ToString().Trim('"'))
            : null;

    /// <inheritdoc/>
    public async IAsyncEnumerable<StoredArtifact> ListAsync([EnumeratorCancellation] CancellationToken cancellation = default)
    {
        string? continuation = null;
        do
        {
            Page<BlobItem> page = await PageAsync(continuation, cancellation).ConfigureAwait(false);
            foreach (BlobItem blob in page.Values)
            {
                if (BlobNames.TryParse(blob.Name, out ArtifactRef artifact))
                {
                    BlobItemProperties properties = blob.Properties;
                    yield return new StoredArtifact(
                        artifact, properties.ContentLength ?? 0, properties.LastModified ?? DateTimeOffset.MaxValue, properties.ETag?.ToString() ?? "");
                }
            }

            continuation = page.ContinuationToken;
        }
        while (!string.IsNullOrEmpty(continuation));
    }

    /// <inheritdoc/>
    public async Task<bool> DeleteAsync(StoredArtifact listed, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(listed);
        BlobRequestConditions unchanged = new() { IfMatch = new ETag(listed.Version) };
        try
        {
            await patience.RunAsync(
                token => container.GetBlobClient(BlobNames.Of(listed.Artifact)).DeleteAsync(conditions: unchanged, cancellationToken: token), cancellation).ConfigureAwait(false);
            copies.Drop(listed.Artifact);
            return true;
        }
        catch (RequestFailedException changed) when (changed.Status is 404 or 412)
        {
            return false;
        }
    }

    /// <exception cref="ArtifactStoreException">It was forbidden.</exception>
    private void AssertAllowed()
    {
        if (forbidden is { } reason)
        {
            throw new ArtifactStoreException(reason);
        }
    }

    private async Task<Stream> FetchAsync(ArtifactRef artifact, CancellationToken cancellation)
    {
        FetchedBlob fetched = await download.FetchAsync(artifact, cancellation).ConfigureAwait(false);
        Spool spool = fetched.Content;
        await using (spool.ConfigureAwait(false))
        {
            ArtifactMetrics.Read(ArtifactMetrics.Blob, spool.Length);
            string actual = spool.Digest();
            if (actual != artifact.Digest)
            {
                check.MarkDamaged(artifact, fetched.Version);
                throw ArtifactLostException.Corrupt(artifact, BlobNames.Of(artifact), actual, spool.Length);
            }

            MemoryStream? small = spool.IsInMemory ? new MemoryStream(spool.Bytes.ToArray(), writable: false) : null;
            copies.Keep(artifact, spool);
            return small ?? (Stream?)copies.OpenKept(artifact)
                ?? throw StoreErrors.CannotWrite(copies.Folder, new IOException("the local copy cannot be opened. Make room there, or give this user the right to write."));
        }
    }

    private async Task<string> DigestInStoreAsync(ArtifactRef artifact, CancellationToken cancellation)
    {
        FetchedBlob fetched = await download.FetchAsync(artifact, cancellation).ConfigureAwait(false);
        await using (fetched.Content.ConfigureAwait(false))
        {
            return fetched.Content.Digest();
        }
    }

    private async Task<Page<BlobItem>> PageAsync(string? continuation, CancellationToken cancellation)
    {
        try
        {
            return await patience.RunAsync(
                async token =>
                {
                    AsyncPageable<BlobItem> blobs = container.GetBlobsAsync(new GetBlobsOptions { Prefix = BlobNames.Artifacts }, token);
                    IAsyncEnumerator<Page<BlobItem>> pages = blobs.AsPages(continuation).GetAsyncEnumerator(token);
                    await using (pages.ConfigureAwait(false))
                    {
                        return await pages.MoveNextAsync().ConfigureAwait(false) ? pages.Current : throw new InvalidOperationException("A listing has at least one page.");
                    }
                },
                cancellation).ConfigureAwait(false);
        }
        catch (RequestFailedException none) when (none.Status == 404)
        {
            return Page<BlobItem>.FromValues([], null, none.GetRawResponse()!);
        }
    }
}
