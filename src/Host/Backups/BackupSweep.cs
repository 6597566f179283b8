using Tapir.Artifacts;
using Tapir.Host.Holding;

namespace Tapir.Host.Backups;

/// <summary>Removes what only backups refer to that are no longer listed.</summary>
/// <param name="others">What else is needed there.</param>
internal sealed class BackupSweep(BackupShelf shelf, IArtifactStore artifacts, HolderNeeds others)
{
    // A backup that is being taken may rely on an artifact that it found there.
    private static readonly TimeSpan Grace = TimeSpan.FromDays(1);

    /// <param name="leaving">Not listed any more.</param>
    /// <param name="staying">All that are listed.</param>
    /// <returns>False when some of it is too young to go, and has to wait for a later sweep.</returns>
    /// <exception cref="ArtifactLostException">What a listed backup consists of cannot be read; nothing is removed.</exception>
    public async Task<bool> TrySweepAsync(IReadOnlyList<BackupManifest> leaving, IReadOnlyList<BackupManifest> staying, CancellationToken cancellation)
    {
        HashSet<ArtifactRef> needed = [.. others.Keep, .. staying.Select(manifest => manifest.Contents)];
        foreach (BackupManifest manifest in staying)
        {
            needed.UnionWith((await shelf.ContentsOfAsync(manifest, cancellation)).All());
        }

        HashSet<ArtifactRef> parts = [];
        foreach (BackupManifest manifest in leaving)
        {
            parts.UnionWith(await PartsOfAsync(manifest, cancellation));
        }

        parts.ExceptWith(needed);
        // Last what says of what they consisted: a sweep that is cut off finds it again.
        return await TryRemoveAsync(parts, cancellation) && await TryRemoveAsync([.. leaving.Select(manifest => manifest.Contents).Except(needed)], cancellation);
    }

    private async Task<IEnumerable<ArtifactRef>> PartsOfAsync(BackupManifest leaving, CancellationToken cancellation)
    {
        try
        {
            return (await shelf.ContentsOfAsync(leaving, cancellation)).All();
        }
        catch (ArtifactLostException)
        {
            // An earlier sweep came to this one's end.
            return [];
        }
    }

    private async Task<bool> TryRemoveAsync(HashSet<ArtifactRef> unneeded, CancellationToken cancellation)
    {
        DateTimeOffset writtenBefore = others.WrittenBefore(Grace);
        bool isAll = true;
        await foreach (StoredArtifact stored in artifacts.ListAsync(cancellation).Where(stored => unneeded.Contains(stored.Artifact)))
        {
            isAll &= stored.WrittenAt < writtenBefore && await artifacts.DeleteAsync(stored, cancellation);
        }

        return isAll;
    }
}
