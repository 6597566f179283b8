namespace Tapir.Artifacts;

/// <summary>Content-addressed storage: bytes go in, their digest comes out, and the digest is the only name.</summary>
/// <remarks>Shaped so that a blob container can be one: streams, digests as names, conditional create, no rename and no append in the
/// contract. Safe for concurrent use, from several processes too.</remarks>
public interface IArtifactStore
{
    /// <summary>Stores what <paramref name="write"/> writes. All of it or nothing: it is visible under its digest only when every byte has
    /// reached the disk. Storing bytes that are there already changes nothing; a damaged copy of them is replaced.</summary>
    /// <remarks>The content is written forwards only, and the stream left open. What <paramref name="write"/> throws passes through and nothing is kept.</remarks>
    /// <exception cref="ArtifactStoreException">The store cannot be written: the disk is full, the folder is read-only.</exception>
    Task<ArtifactRef> PutAsync(Func<Stream, CancellationToken, Task> write, CancellationToken cancellation = default);

    /// <summary>Opens an artifact for reading, seekable, at its beginning. The content has been checked against the digest before the first byte is
    /// handed out: a caller never sees wrong bytes, even one that stops half-way.</summary>
    /// <exception cref="ArtifactLostException">It is missing, or what is there has another digest.</exception>
    Task<Stream> OpenAsync(ArtifactRef artifact, CancellationToken cancellation = default);

    /// <summary>Whether something is stored under this digest. Cheap: the content is not read.</summary>
    Task<bool> ExistsAsync(ArtifactRef artifact, CancellationToken cancellation = default);

    /// <summary>Whether something is stored under this digest, for one who is going to rely on it: what is there counts as put now, so that a sweep that is under way
    /// on another machine leaves it. Cheap: the content is not read.</summary>
    Task<bool> ClaimAsync(ArtifactRef artifact, CancellationToken cancellation = default);

    /// <summary>The artifact's length in bytes, without reading it.</summary>
    /// <exception cref="ArtifactLostException">It is missing.</exception>
    Task<long> LengthAsync(ArtifactRef artifact, CancellationToken cancellation = default);

    /// <summary>What is stored under this digest, as a listing has it. Cheap: the content is not read.</summary>
    /// <returns>Null when there is nothing.</returns>
    Task<StoredArtifact?> FindAsync(ArtifactRef artifact, CancellationToken cancellation = default);

    /// <summary>Everything stored, in the order of the digests.</summary>
    IAsyncEnumerable<StoredArtifact> ListAsync(CancellationToken cancellation = default);

    /// <summary>Removes an artifact, unless it was put or claimed again since it was listed.</summary>
    /// <returns>False when it was, or when there is none.</returns>
    /// <exception cref="ArtifactStoreException">It cannot be removed.</exception>
    Task<bool> DeleteAsync(StoredArtifact listed, CancellationToken cancellation = default);
}
