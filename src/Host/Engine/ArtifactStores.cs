using Microsoft.Extensions.Logging;
using Tapir.Artifacts;
using Tapir.Host.Settings;
using Tapir.Host.State;

namespace Tapir.Host.Engine;

/// <summary>Opens artifact stores as <c>host.json</c> names them.</summary>
internal static class ArtifactStores
{
    private const string ArtifactsFolder = "artifacts";

    // A token that has just expired is renewed by then; a key that was taken back never is.
    private static readonly TimeSpan LongestRefusal = TimeSpan.FromMinutes(1);

    /// <summary>The store that a state folder works with.</summary>
    /// <exception cref="ArtifactStoreException">It cannot be reached or written.</exception>
    public static IArtifactStore Open(ArtifactSettings settings, StateFolder state, ILoggerFactory loggers) => settings.Store == ArtifactStoreKind.Blob
        ? OpenBlobs(settings, state.Copies, loggers)
        : new FolderArtifactStore(state.Artifacts);

    /// <summary>The artifacts of another folder, which may be a state folder: <c>artifacts/</c> in it, made where it is missing.</summary>
    /// <exception cref="ArtifactStoreException">It cannot be written.</exception>
    public static FolderArtifactStore OpenFolder(string folder) => new(Path.Combine(folder, ArtifactsFolder));

    /// <summary>The same, of a folder that has to be there.</summary>
    /// <exception cref="StateException">There are no artifacts in it.</exception>
    public static FolderArtifactStore OpenExistingFolder(string folder) => Directory.Exists(Path.Combine(folder, ArtifactsFolder))
        ? OpenFolder(folder)
        : throw new StateException($"There are no artifacts in '{Path.GetFullPath(folder)}': it has no folder '{ArtifactsFolder}'. Name a state folder, or one that was pushed to.");

    /// <summary>The blob store that <c>host.json</c> names, whether or not the state folder works with it.</summary>
    /// <param name="copies">The folder for local copies.</param>
    /// <exception cref="StateException">It names none.</exception>
    public static BlobArtifactStore OpenBlobs(ArtifactSettings settings, string copies, ILoggerFactory loggers)
    {
        BlobLocation location = settings.Blobs()
            ?? throw new StateException("host.json names no blob store; add connectionVariable or accountUrl to tapir.artifacts, or name a folder.");
        BlobStoreOptions options = new()
        {
            CopiesFolder = copies,
            CopiesLimit = (long)settings.CopiesMebibytes << 20,
            Patience = settings.Patience,
            RefusalPatience = settings.Patience < LongestRefusal ? settings.Patience : LongestRefusal,
        };
        return new BlobArtifactStore(location, options, TimeProvider.System, loggers.CreateLogger<BlobArtifactStore>());
    }
}
