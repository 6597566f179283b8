using Tapir.Artifacts;
using Tapir.Host.Holding;
using Tapir.Host.State;

namespace Tapir.Host.Transfer;

/// <summary>What is pushed to a shared store stays there, although no process works with it: the store is told so before the first of it is there.</summary>
internal static class PushedArtifacts
{
    /// <param name="destination">Nothing is said where it is no shared store.</param>
    public static async Task AnnounceAsync(StateFolder state, IArtifactStore destination, IReadOnlyCollection<ArtifactRef> pushed, CancellationToken cancellation)
    {
        if (destination is BlobArtifactStore shared)
        {
            StoreHolder holder = HolderIdentity.OfPushed(state).Holder(isWorking: false, await shared.Holders.TimeAsync(cancellation), [.. pushed.Order()]);
            await shared.Holders.AddAsync(holder, cancellation);
        }
    }
}
