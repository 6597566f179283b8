using Tapir.Artifacts;
using Tapir.Functions;
using Tapir.Orchestrations.Pausing;

namespace Tapir.Host.Engine;

/// <summary>Tells the functions whether artifacts are there; this room knows both.</summary>
/// <param name="isThere">The store's <see cref="IArtifactStore.ClaimAsync"/> for those who will rely on it, or <see cref="IArtifactStore.ExistsAsync"/> for those who only look.</param>
internal sealed class StorePresence(Func<ArtifactRef, CancellationToken, Task<bool>> isThere) : IArtifactPresence
{
    /// <exception cref="PauseRequestedException">The store stays away. The runner asks around the functions, so their own request for a pause does not cover it.</exception>
    public async ValueTask<bool> ExistsAsync(string reference, CancellationToken cancellation)
    {
        try
        {
            return await isThere(ArtifactRef.Parse(reference), cancellation);
        }
        catch (ArtifactStoreException away)
        {
            throw new PauseRequestedException(away.Message, away);
        }
    }

    public string? FindLost(Exception exception) => exception is ArtifactLostException lost ? lost.Artifact.ToString() : null;
}
