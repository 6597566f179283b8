using Tapir.Artifacts;
using Tapir.Host.Engine;

namespace Tapir.Host.Transfer;

/// <summary>The two stores of a copy.</summary>
/// <param name="Source">Where from.</param>
/// <param name="Destination">Where to.</param>
internal sealed record TransferPlaces(IArtifactStore Source, IArtifactStore Destination)
{
    /// <summary>From the state folder's store into another folder; without one, from the state folder itself into the blob store that host.json names.</summary>
    /// <exception cref="State.StateException">No folder was named, and host.json names no blob store.</exception>
    public static TransferPlaces ForPush(TapirEngine engine, string? folder) => folder is null
        ? new TransferPlaces(new FolderArtifactStore(engine.State.Artifacts), engine.OpenBlobs())
        : new TransferPlaces(engine.Artifacts, ArtifactStores.OpenFolder(folder));

    /// <summary>The other way round.</summary>
    /// <inheritdoc cref="ForPush"/>
    public static TransferPlaces ForPull(TapirEngine engine, string? folder) => folder is null
        ? new TransferPlaces(engine.OpenBlobs(), new FolderArtifactStore(engine.State.Artifacts))
        : new TransferPlaces(ArtifactStores.OpenExistingFolder(folder), engine.Artifacts);
}
