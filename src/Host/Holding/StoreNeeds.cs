using Tapir.Artifacts;
using Tapir.Host.Backups;
using Tapir.Host.State;

namespace Tapir.Host.Holding;

/// <summary>What anybody needs of a shared artifact store: its holders, and the backups that lie there.</summary>
/// <param name="Keep">Artifacts that are named.</param>
/// <param name="WrittenBefore">Only what was last put or claimed before then may go, by the store's clock.</param>
/// <param name="Holders">The holders, the state folder that asks included.</param>
internal sealed record StoreNeeds(IReadOnlySet<ArtifactRef> Keep, DateTimeOffset WrittenBefore, IReadOnlyList<HolderEntry> Holders)
{
    /// <value>The least grace: whoever finds an artifact that is younger than ten minutes relies on it without a mark.</value>
    public static readonly TimeSpan LeastGrace = TimeSpan.FromMinutes(15);

    /// <param name="grace">For those who found an artifact there a moment ago and have not said so; at least <see cref="LeastGrace"/>.</param>
    /// <exception cref="StateException">What a backup consists of cannot be read; nothing may go then.</exception>
    public static async Task<StoreNeeds> OfAsync(BlobArtifactStore store, TimeSpan grace, CancellationToken cancellation)
    {
        // A backup that is being taken is a holder until its manifest is there: asked in this order, it is seen as one of the two.
        HolderNeeds holders = await HolderNeeds.OfAsync(store.Holders, cancellation);
        return new StoreNeeds(
            holders.Keep.Union(await OfBackupsAsync(store, cancellation)).ToHashSet(), holders.WrittenBefore(grace), holders.Holders);
    }

    /// <summary>What backups and all holders but one name.</summary>
    /// <param name="own">Id of that one.</param>
    /// <exception cref="StateException">What a backup consists of cannot be read.</exception>
    public static async Task<IReadOnlySet<ArtifactRef>> OfOthersAsync(BlobArtifactStore store, string own, CancellationToken cancellation)
    {
        IReadOnlyList<HolderEntry> holders = await store.Holders.ListAsync(cancellation);
        return holders.Where(entry => entry.Holder.Id != own).SelectMany(entry => entry.Holder.Keep).Union(await OfBackupsAsync(store, cancellation)).ToHashSet();
    }

    private static async Task<HashSet<ArtifactRef>> OfBackupsAsync(BlobArtifactStore store, CancellationToken cancellation)
    {
        HashSet<ArtifactRef> keep = [];
        BackupShelf shelf = new(BackupPlace.Shared("the artifact store", store), TimeProvider.System);
        foreach (BackupManifest manifest in await shelf.ListAsync(cancellation))
        {
            keep.Add(manifest.Contents);
            keep.UnionWith((await ContentsOfAsync(shelf, manifest, cancellation)).All());
        }

        return keep;
    }

    private static async Task<BackupContents> ContentsOfAsync(BackupShelf shelf, BackupManifest manifest, CancellationToken cancellation)
    {
        try
        {
            return await shelf.ContentsOfAsync(manifest, cancellation);
        }
        catch (ArtifactLostException lost)
        {
            throw new StateException($"Nothing was removed: nobody knows what the backup {manifest.Id} needs. {lost.Message} Remove the blob backups/{manifest.Id}.json if that backup is given up.", lost);
        }
    }
}
