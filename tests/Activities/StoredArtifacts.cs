using Tapir.Artifacts;
using Tapir.Functions;

namespace Tapir.Activities.Tests;

/// <summary>The store as the runner asks after it.</summary>
internal sealed class StoredArtifacts(IArtifactStore artifacts) : IArtifactPresence
{
    public async ValueTask<bool> ExistsAsync(string reference, CancellationToken cancellation) =>
        await artifacts.ExistsAsync(ArtifactRef.Parse(reference), cancellation);

    public string? FindLost(Exception exception) => exception is ArtifactLostException lost ? lost.Artifact.ToString() : null;
}
