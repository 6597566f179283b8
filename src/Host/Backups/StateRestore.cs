using Tapir.Artifacts;
using Tapir.Host.Holding;
using Tapir.Host.State;

namespace Tapir.Host.Backups;

/// <summary>Makes a state folder from a backup. It is built beside its place and moved there when all of it is on the disk: a restore that is cut off leaves no state folder
/// that looks whole, and goes on when it is made again.</summary>
/// <param name="hubFile">Name of the hub's file, as host.json of this machine has it.</param>
/// <param name="openStore">Opens the store that the restored folder will work with, before it is in its place.</param>
internal sealed class StateRestore(BackupPlace place, string hubFile, Func<StateFolder, IArtifactStore> openStore, IProgress<TransferProgress>? progress)
{
    /// <param name="target">A folder that is not there, or empty.</param>
    /// <exception cref="StateException">The folder is not empty, or parts of the backup are lost.</exception>
    public async Task<TransferReport> RestoreAsync(BackupManifest manifest, string target, CancellationToken cancellation)
    {
        string full = Path.TrimEndingDirectorySeparator(Path.GetFullPath(target));
        AssertEmpty(full);
        StateFolder building = StateFolder.Open($"{full}.restoring-{manifest.Id}");
        BackupContents contents = await NeedAsync(manifest, () => place.Artifacts.ReadJsonAsync<BackupContents>(manifest.Contents, cancellation));
        IArtifactStore store = openStore(building);
        IEnumerable<BackedUpFile> files = contents.Hub is { } hub ? contents.Databases.Append(new BackedUpFile(hubFile, hub)) : contents.Databases;
        files = files.Concat(contents.Files);
        if (store is BlobArtifactStore shared)
        {
            // Its id is the backup's; others leave what it needs from before the first artifact is there until a process works on it.
            await RestoreFilesAsync(manifest, building, files.Where(file => file.Path == StateId.IdFile), cancellation);
            await shared.Holders.AddAsync(HolderIdentity.OfRestored(building, full).Holder(isWorking: false, manifest.TakenAt, contents.Artifacts), cancellation);
        }

        TransferReport copied = await place.Artifacts.CopyAsync(store, contents.Artifacts, progress, cancellation);
        await RestoreFilesAsync(manifest, building, files, cancellation);
        // Whether this Tapir can use it is better known before it is in its place.
        StateFolder.OpenExisting(building.Root);
        Instants.Reach("restore.before-move");
        AssertEmpty(full);
        if (Directory.Exists(full))
        {
            Directory.Delete(full);
        }

        Directory.Move(building.Root, full);
        FolderFlush.ToDisk(Path.GetDirectoryName(full)!);
        return copied;
    }

    private async Task RestoreFilesAsync(BackupManifest manifest, StateFolder building, IEnumerable<BackedUpFile> files, CancellationToken cancellation)
    {
        foreach (BackedUpFile file in files)
        {
            await NeedAsync(manifest, async () =>
            {
                await WriteAsync(building, file, cancellation);
                return true;
            });
        }
    }

    private static void AssertEmpty(string target)
    {
        if (File.Exists(target) || (Directory.Exists(target) && Directory.EnumerateFileSystemEntries(target).Any()))
        {
            throw new StateException($"'{target}' is not empty, and nothing is ever restored over something. Name another folder with --state.");
        }
    }

    private static async Task<T> NeedAsync<T>(BackupManifest manifest, Func<Task<T>> read)
    {
        try
        {
            return await read();
        }
        catch (ArtifactLostException lost)
        {
            throw new StateException($"The backup {manifest.Id} is not whole any more: {lost.Message} Restore another; `tapir backup list` names them.", lost);
        }
    }

    private async Task WriteAsync(StateFolder building, BackedUpFile file, CancellationToken cancellation)
    {
        string path = Path.GetFullPath(Path.Combine(building.Root, file.Path));
        if (!path.StartsWith(building.Root + Path.DirectorySeparatorChar, StringComparison.Ordinal))
        {
            throw new StateException($"The backup names a file outside of the state folder ('{file.Path}'); it was tampered with.");
        }

        await using Stream content = await place.Artifacts.OpenAsync(file.Content, cancellation);
        using StagedFile copy = DurableFile.Stage(path);
        await content.CopyToAsync(copy.Content, cancellation);
        copy.Publish();
    }
}
