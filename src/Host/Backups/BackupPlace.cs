using Microsoft.Extensions.Logging;
using Tapir.Artifacts;
using Tapir.Host.Engine;
using Tapir.Host.Holding;
using Tapir.Host.Settings;
using Tapir.Host.State;

namespace Tapir.Host.Backups;

/// <summary>Where backups lie: a folder, or a container of blobs. Several state folders may have theirs in one place.</summary>
/// <param name="Name">What users call it.</param>
internal sealed record BackupPlace(string Name, IArtifactStore Artifacts, IStoreDocuments Documents)
{
    /// <param name="folder">Null for the blob store that host.json names.</param>
    /// <param name="copies">Folder for local copies of blobs.</param>
    /// <exception cref="StateException">No folder was named and host.json names no blob store, or the folder is a state folder.</exception>
    public static BackupPlace Open(string? folder, HostSettings settings, string copies, ILoggerFactory loggers)
    {
        if (folder is null)
        {
            BlobArtifactStore blobs = ArtifactStores.OpenBlobs(settings.Tapir.Artifacts, copies, loggers);
            return Shared(settings.Tapir.Artifacts.Blobs()!.ToString(), blobs);
        }

        string full = Path.GetFullPath(folder);
        // Backups in the folder that they are to outlive help nobody.
        for (DirectoryInfo? above = new(full); above is not null; above = above.Parent)
        {
            if (File.Exists(Path.Combine(above.FullName, "state.json")))
            {
                throw new StateException($"'{above.FullName}' is a state folder; name a folder for backups outside of it, on another disk best.");
            }
        }

        return new BackupPlace(full, ArtifactStores.OpenFolder(full), new FolderDocuments(full));
    }

    /// <summary>A container, where others may keep artifacts too.</summary>
    public static BackupPlace Shared(string name, BlobArtifactStore store) => new(name, store, store.Documents);

    /// <summary>What others than backups need here.</summary>
    public async Task<HolderNeeds> NeedsOfOthersAsync(TimeProvider clock, CancellationToken cancellation) => Artifacts is BlobArtifactStore shared
        ? await HolderNeeds.OfAsync(shared.Holders, cancellation)
        : HolderNeeds.Of([], clock.GetUtcNow());
}
