using Tapir.Artifacts;
using Tapir.Functions;

namespace Tapir.Host.Engine;

/// <summary>Tells the functions whether artifacts are there; this room knows both.</summary>
internal sealed class StorePresence(IArtifactStore artifacts) : IArtifactPresence
{
    public async ValueTask<bool> ExistsAsync(string reference, CancellationToken cancellation) =>
        await artifacts.ExistsAsync(ArtifactRef.Parse(reference), cancellation);

    public string? FindLost(Exception exception) => exception is ArtifactLostException lost ? lost.Artifact.ToString() : null;
}
