using Tapir.Artifacts;

namespace Tapir.Host.Tests.Runs;

/// <summary>A store in which something happens before each put: what others do while a file is read.</summary>
internal sealed class ArtifactsWithABeforePut(IArtifactStore store, Action beforePut) : IArtifactStore
{
    public Task<ArtifactRef> PutAsync(Func<Stream, CancellationToken, Task> write, CancellationToken cancellation = default)
    {
        beforePut();
        return store.PutAsync(write, cancellation);
    }

    public Task<Stream> OpenAsync(ArtifactRef artifact, CancellationToken cancellation = default) => store.OpenAsync(artifact, cancellation);

    public Task<bool> ExistsAsync(ArtifactRef artifact, CancellationToken cancellation = default) => store.ExistsAsync(artifact, cancellation);

    public Task<bool> ClaimAsync(ArtifactRef artifact, CancellationToken cancellation = default) => store.ClaimAsync(artifact, cancellation);

    public Task<long> LengthAsync(ArtifactRef artifact, CancellationToken cancellation = default) => store.LengthAsync(artifact, cancellation);

    public Task<StoredArtifact?> FindAsync(ArtifactRef artifact, CancellationToken cancellation = default) => store.FindAsync(artifact, cancellation);

    public IAsyncEnumerable<StoredArtifact> ListAsync(CancellationToken cancellation = default) => store.ListAsync(cancellation);

    public Task<bool> DeleteAsync(StoredArtifact listed, CancellationToken cancellation = default) => store.DeleteAsync(listed, cancellation);
}
