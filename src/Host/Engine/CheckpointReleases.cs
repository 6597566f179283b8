using Tapir.Activities.Training;
using Tapir.Artifacts;
using Tapir.Host.Holding;
using Tapir.Host.State;

namespace Tapir.Host.Engine;

/// <summary>Lets training remove checkpoints that nobody needs any more, one process of the state folder at a time.</summary>
internal sealed class CheckpointReleases(StateFolder state, IArtifactStore artifacts)
{
    /// <returns>What others keep in a shared store; null while a sweep or a backup is under way, when nothing may be removed.</returns>
    public async Task<CheckpointRelease?> BeginAsync(CancellationToken cancellation)
    {
        if (ReleaseGate.TryRelease(state) is not { } gate)
        {
            return null;
        }

        try
        {
            return new CheckpointRelease(
                artifacts is BlobArtifactStore shared ? await StoreNeeds.OfOthersAsync(shared, StateId.Of(state), cancellation) : new HashSet<ArtifactRef>(), gate.Dispose);
        }
        catch
        {
            gate.Dispose();
            throw;
        }
    }
}
