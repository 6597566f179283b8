using Tapir.Artifacts;

namespace Tapir.Activities.Training;

/// <summary>The leave to remove checkpoints that no run here goes on from any more, until it is disposed.</summary>
/// <param name="neededElsewhere">Those that stay all the same, for other state folders and for backups in the same store.</param>
/// <param name="end">Told when it is over.</param>
public sealed class CheckpointRelease(IReadOnlySet<ArtifactRef> neededElsewhere, Action end) : IDisposable
{
    public IReadOnlySet<ArtifactRef> NeededElsewhere { get; } = neededElsewhere;

    public void Dispose() => end();
}
