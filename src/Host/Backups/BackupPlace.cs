using Microsoft.Extensions.Logging;
using Tapir.Artifacts;
using Tapir.Host.Engine;
using Tapir.Host.Settings;
using Tapir.Host.State;

namespace Tapir.Host.Backups;

/// <summary>Where backups lie: a folder, or a container of blobs. Several state folders may have theirs in one place.</summary>
/// <param name="Name">What users call it.</param>
/// <param name="SweepsItself">Whether what removed backups referred to goes with them; in a blob store, where others keep artifacts, `tapir gc` sees to that.</param>
internal sealed record BackupPlace(string Name, IArtifactStore Artifacts, IStoreDocuments Documents, bool SweepsItself)
{
    /// <param name="folder">Null for the blob store that host.json names.</param>
    /// <param name="copies">Folder for local copies of blobs.</param>
    /// <exception cref="StateException">No folder was named and host.json names no blob store, or the folder is a state folder.</exception>
    public static BackupPlace Open(string? folder, HostSettings settings, string copies, ILoggerFactory loggers)
    {
        if (folder is null)
        {
            BlobArtifactStore blobs = ArtifactStores.OpenBlobs(settings.Tapir.Artifacts, copies, loggers);
            return new BackupPlace(settings.Tapir.Artifacts.Blobs()!.ToString(), blobs, blobs.Documents, SweepsItself: false);
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

        return new BackupPlace(full, ArtifactStores.OpenFolder(full), new FolderDocuments(full), SweepsItself: true);
    }
}
