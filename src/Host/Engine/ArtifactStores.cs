using Microsoft.Extensions.Logging;
using Tapir.Artifacts;
using Tapir.Host.Settings;
using Tapir.Host.State;

namespace Tapir.Host.Engine;

/// <summary>Opens artifact stores as <c>host.json</c> names them.</summary>
internal static class ArtifactStores
{
    /// <summary>The store that a state folder works with.</summary>
    /// <exception cref="ArtifactStoreException">It cannot be reached or written.</exception>
    public static IArtifactStore Open(ArtifactSettings settings, StateFolder state, ILoggerFactory loggers) => settings.Store == ArtifactStoreKind.Blob
        ? OpenBlobs(settings, state, loggers)
        : new FolderArtifactStore(state.Artifacts);

    /// <summary>The blob store that <c>host.json</c> names, whether or not the state folder works with it.</summary>
    /// <exception cref="StateException">It names none.</exception>
    public static BlobArtifactStore OpenBlobs(ArtifactSettings settings, StateFolder state, ILoggerFactory loggers)
    {
        BlobLocation location = settings.Blobs()
            ?? throw new StateException("host.json names no blob store; add connectionVariable or accountUrl to tapir.artifacts, or name a folder.");
        BlobStoreOptions options = new()
        {
            CopiesFolder = state.Copies,
            CopiesLimit = (long)settings.CopiesMebibytes << 20,
            Patience = TimeSpan.FromSeconds(settings.PatienceSeconds),
            RefusalPatience = TimeSpan.FromSeconds(Math.Min(settings.PatienceSeconds, 60)),
        };
        return new BlobArtifactStore(location, options, TimeProvider.System, loggers.CreateLogger<BlobArtifactStore>());
    }
}
