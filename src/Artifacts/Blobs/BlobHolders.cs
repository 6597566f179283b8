using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;

namespace Tapir.Artifacts;

/// <summary>Who keeps artifacts in a container: for each a blob <c>holders/ID.json</c>, leased while a process works. Whoever removes artifacts asks here first.</summary>
public sealed class BlobHolders
{
    private readonly BlobContainerClient container;
    private readonly StorePatience patience;
    private readonly HolderBlobs blobs;

    internal BlobHolders(BlobContainerClient container, StorePatience patience)
    {
        this.container = container;
        this.patience = patience;
        blobs = new HolderBlobs(container, patience);
    }

    /// <summary>All holders, by their ids.</summary>
    /// <exception cref="ArtifactStoreException">The store cannot be read, or what a holder says cannot be understood: then nothing may be removed.</exception>
    public async Task<IReadOnlyList<HolderEntry>> ListAsync(CancellationToken cancellation = default)
    {
        List<HolderEntry> entries = [];
        foreach (string id in await blobs.ListAsync(cancellation).ConfigureAwait(false))
        {
            if (await FindAsync(id, cancellation).ConfigureAwait(false) is { } entry)
            {
                entries.Add(entry);
            }
        }

        return entries;
    }

    /// <summary>One of them; null where there is none of this id.</summary>
    public async Task<HolderEntry?> FindAsync(string id, CancellationToken cancellation = default) =>
        (await blobs.TryReadAsync(id, cancellation).ConfigureAwait(false))?.Entry;

    /// <summary>The store's own clock, by which artifacts and holders are dated.</summary>
    public async Task<DateTimeOffset> TimeAsync(CancellationToken cancellation = default)
    {
        await blobs.MakeContainerAsync(cancellation).ConfigureAwait(false);
        Response<BlobContainerProperties> answer = await patience.RunAsync(token => container.GetPropertiesAsync(cancellationToken: token), cancellation).ConfigureAwait(false);
        return HolderLease.TimeOf(answer.GetRawResponse());
    }

    /// <summary>The lease of a holder that a process works for.</summary>
    /// <param name="id">The holder.</param>
    /// <param name="lease">Known to those alone who may work for it.</param>
    public HolderLease LeaseOf(string id, Guid lease) => new(blobs, patience, id, lease);

    /// <summary>Says what else is to be kept for a holder that no process works for, such as what was pushed; also before it is there.</summary>
    /// <exception cref="ArtifactStoreException">A process works for the holder after all, or the store cannot be written.</exception>
    public async Task AddAsync(StoreHolder more, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(more);
        await blobs.MakeContainerAsync(cancellation).ConfigureAwait(false);
        while (!await TryAddAsync(more, cancellation).ConfigureAwait(false))
        {
            // Another has added to it since it was read.
        }
    }

    /// <summary>Lets go of what a holder needed.</summary>
    /// <returns>False when there is none of this id, or a process works for it.</returns>
    public async Task<bool> TryForgetAsync(string id, CancellationToken cancellation = default)
    {
        try
        {
            return await patience.RunAsync(token => blobs.BlobOf(id).DeleteIfExistsAsync(cancellationToken: token), cancellation).ConfigureAwait(false);
        }
        catch (RequestFailedException alive) when (BlobFaults.IsConditionNotMet(alive))
        {
            return false;
        }
    }

    private async Task<bool> TryAddAsync(StoreHolder more, CancellationToken cancellation)
    {
        try
        {
            if (await blobs.TryReadAsync(more.Id, cancellation).ConfigureAwait(false) is { } there)
            {
                ArtifactRef[] keep = [.. there.Entry.Holder.Keep.Union(more.Keep).Order()];
                await blobs.WriteAsync(more with { Keep = keep }, new BlobRequestConditions { IfMatch = there.Version }, cancellation).ConfigureAwait(false);
                return true;
            }

            await blobs.WriteAsync(more, new BlobRequestConditions { IfNoneMatch = ETag.All }, cancellation).ConfigureAwait(false);
            return true;
        }
        catch (RequestFailedException alive) when (BlobFaults.IsLeased(alive))
        {
            throw patience.Explain(alive);
        }
        catch (RequestFailedException changed) when (BlobFaults.IsConditionNotMet(changed))
        {
            return false;
        }
    }
}
