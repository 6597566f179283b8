using System.Text;
using Tapir.Artifacts;
using Tapir.Functions;
using Tapir.Host.State;

namespace Tapir.Host.Backups;

/// <summary>Takes backups of a state folder, also while other processes work on it. Needs no hub that runs.</summary>
/// <param name="hub">Path of the hub's database.</param>
/// <param name="source">The store that the state folder works with.</param>
/// <param name="progress">Told of the copies.</param>
internal sealed class StateBackup(StateFolder state, string hub, IArtifactStore source, BackupPlace place, TimeProvider clock, IProgress<TransferProgress>? progress)
{
    /// <summary>Databases first, then what they refer to, and the manifest last: a backup that is cut off is not listed.</summary>
    /// <exception cref="StateException">A database is damaged, or there is no room for its copy.</exception>
    /// <exception cref="ArtifactStoreException">The place stays away, or is full.</exception>
    public async Task<(BackupManifest Manifest, BackupReport Report)> TakeAsync(CancellationToken cancellation)
    {
        DateTimeOffset begun = clock.GetUtcNow();
        string id = StateId.Of(state);
        using SnapshotFolder snapshots = SnapshotFolder.Create(state.Root);
        HashSet<ArtifactRef> referred = [];
        List<BackedUpFile> databases = [];
        foreach (string database in StateFiles.Databases(state, hub))
        {
            databases.Add(await BackUpAsync(database, snapshots, referred, cancellation));
            Instants.Reach("backup.after-database");
        }

        List<BackedUpFile> files = await BackUpFilesAsync(referred, cancellation);
        TransferReport copied = await source.CopyAsync(place.Artifacts, referred, progress, cancellation);
        BackupContents contents = new(
            databases.FirstOrDefault(file => file.Path == Path.GetFileName(hub))?.Content,
            [.. databases.Where(file => file.Path != Path.GetFileName(hub))],
            files,
            [.. referred.Except(copied.Missing).Order()]);
        BackupManifest manifest = new(
            BackupManifest.Version,
            Id: "",
            begun,
            id,
            Environment.MachineName,
            state.Root,
            RunsOf(files),
            contents.Artifacts.Count,
            await place.Artifacts.PutJsonAsync(contents, cancellation));
        Instants.Reach("backup.before-manifest");
        manifest = await new BackupShelf(place, clock).AddAsync(manifest, cancellation);
        Instants.Reach("backup.after-manifest");
        return (manifest, new BackupReport(manifest.Id, begun, place.Name, contents.Artifacts.Count, copied.CopiedCount, copied.CopiedBytes, copied.Missing.Count, []));
    }

    private static IReadOnlyList<string> RunsOf(IEnumerable<BackedUpFile> files) => [.. files.Select(file => file.Path).Where(IsRunRecord).Select(path => path.Split('/')[1])];

    private static bool IsRunRecord(string path) => path.Split('/') is ["runs", _, "run.json"];

    private static void Refer(HashSet<ArtifactRef> referred, string text) => referred.UnionWith(ArtifactReferences.Anywhere(text).Select(ArtifactRef.Parse));

    private async Task<BackedUpFile> BackUpAsync(string database, SnapshotFolder snapshots, HashSet<ArtifactRef> referred, CancellationToken cancellation)
    {
        string snapshot = snapshots.PathOf(Path.GetFileName(database));
        // Both read and write a whole database without a pause.
        await Task.Run(() => DatabaseSnapshot.Take(database, snapshot), cancellation);
        ArtifactRef content = await place.Artifacts.PutFileAsync(snapshot, cancellation);
        if (database != state.Ledger)
        {
            await Task.Run(
                () =>
                {
                    foreach (string text in DatabaseSnapshot.TextsIn(snapshot))
                    {
                        Refer(referred, text);
                    }
                },
                cancellation);
        }

        return new BackedUpFile(Path.GetFileName(database), content);
    }

    private async Task<List<BackedUpFile>> BackUpFilesAsync(HashSet<ArtifactRef> referred, CancellationToken cancellation)
    {
        List<BackedUpFile> files = [];
        foreach (string path in StateFiles.Others(state))
        {
            try
            {
                files.Add(new BackedUpFile(path, IsRunRecord(path) ? await BackUpRecordAsync(path, referred, cancellation) : await place.Artifacts.PutFileAsync(Path.Combine(state.Root, path), cancellation)));
            }
            catch (Exception gone) when (gone is FileNotFoundException or DirectoryNotFoundException)
            {
                // Replaced or removed since it was listed; what replaced it is for the next backup.
            }
        }

        return files;
    }

    // What the backup holds of a run is what it refers to: read once, since it may be replaced or gone the next moment.
    private async Task<ArtifactRef> BackUpRecordAsync(string path, HashSet<ArtifactRef> referred, CancellationToken cancellation)
    {
        byte[] record = await File.ReadAllBytesAsync(Path.Combine(state.Root, path), cancellation);
        Refer(referred, Encoding.UTF8.GetString(record));
        return await place.Artifacts.PutBytesAsync(record, cancellation);
    }
}
