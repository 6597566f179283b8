namespace Tapir.Artifacts;

/// <summary>The machine that keeps the artifacts, as another one reaches it. Each call goes on after a cut where it was, as long as it is worth waiting for.</summary>
public interface IArtifactOrigin
{
    /// <summary>What is stored under this digest; null when nothing is.</summary>
    /// <param name="claims">Whether it counts as put now, for one who is going to rely on it.</param>
    /// <exception cref="ArtifactStoreException">The machine stays away.</exception>
    Task<StoredArtifact?> FindAsync(ArtifactRef artifact, bool claims, CancellationToken cancellation);

    /// <summary>Writes the artifact's bytes to a stream that is empty.</summary>
    /// <exception cref="ArtifactLostException">It is missing there, or damaged.</exception>
    /// <exception cref="ArtifactStoreException">The machine stays away.</exception>
    Task FetchAsync(ArtifactRef artifact, Stream destination, CancellationToken cancellation);

    /// <summary>Stores an artifact, unless it is there. On that machine's disk when the task completes.</summary>
    /// <exception cref="ArtifactStoreException">The machine stays away, or cannot write.</exception>
    Task SendAsync(ArtifactRef artifact, IArtifactContent content, CancellationToken cancellation);
}
