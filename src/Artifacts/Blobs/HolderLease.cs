using Azure;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;

namespace Tapir.Artifacts;

/// <summary>The right to work for a holder, and to say what it needs: a lease of its blob. That of a process that dies or sleeps runs out; what it said stays.</summary>
public sealed class HolderLease
{
    /// <value>How long the lease holds that is not renewed.</value>
    public static readonly TimeSpan Time = TimeSpan.FromSeconds(30);

    private readonly HolderBlobs blobs;
    private readonly StorePatience patience;
    private readonly Guid lease;

    internal HolderLease(HolderBlobs blobs, StorePatience patience, string id, Guid lease)
    {
        this.blobs = blobs;
        this.patience = patience;
        this.lease = lease;
        Id = id;
    }

    /// <value>The holder's.</value>
    public string Id { get; }

    /// <summary>Takes the lease, or takes it again; processes that know it have it together.</summary>
    /// <param name="beginning">Written where nothing is known of the holder yet. What it said before stays until it is published anew.</param>
    /// <returns>The store's time; null while others work for the holder.</returns>
    public async Task<DateTimeOffset?> TryTakeAsync(StoreHolder beginning, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(beginning);
        await blobs.MakeContainerAsync(cancellation).ConfigureAwait(false);
        try
        {
            await blobs.WriteAsync(beginning, new BlobRequestConditions { IfNoneMatch = ETag.All }, cancellation).ConfigureAwait(false);
        }
        catch (RequestFailedException there) when (BlobFaults.IsConditionNotMet(there))
        {
            // Known already.
        }

        return await TryRenewAsync(cancellation).ConfigureAwait(false);
    }

    /// <returns>The store's time; null when others work for the holder by now, or it was forgotten.</returns>
    public async Task<DateTimeOffset?> TryRenewAsync(CancellationToken cancellation = default)
    {
        try
        {
            // To acquire what one has is to renew it, and it is had again after it ran out.
            Response<BlobLease> had = await patience.RunAsync(token => Client.AcquireAsync(Time, cancellationToken: token), cancellation).ConfigureAwait(false);
            return TimeOf(had.GetRawResponse());
        }
        catch (RequestFailedException lost) when (lost.Status is 404 or 409 or 412)
        {
            return null;
        }
    }

    /// <summary>Says what the holder needs.</summary>
    /// <returns>False when the lease is not had any more.</returns>
    public async Task<bool> TryPublishAsync(StoreHolder holder, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(holder);
        try
        {
            await blobs.WriteAsync(holder, new BlobRequestConditions { LeaseId = lease.ToString() }, cancellation).ConfigureAwait(false);
            return true;
        }
        catch (RequestFailedException lost) when (lost.Status is 404 or 409 or 412)
        {
            return false;
        }
    }

    /// <summary>Lets others work for the holder at once. What it said stays.</summary>
    public async Task ReleaseAsync(CancellationToken cancellation = default)
    {
        try
        {
            await patience.RunAsync(token => Client.ReleaseAsync(cancellationToken: token), cancellation).ConfigureAwait(false);
        }
        catch (RequestFailedException gone) when (gone.Status is 404 or 409 or 412)
        {
            // It ran out, and is another's by now.
        }
    }

    /// <summary>The holder needs nothing any more, and is no more.</summary>
    public async Task EndAsync(CancellationToken cancellation = default)
    {
        await ReleaseAsync(cancellation).ConfigureAwait(false);
        try
        {
            await patience.RunAsync(token => blobs.BlobOf(Id).DeleteIfExistsAsync(cancellationToken: token), cancellation).ConfigureAwait(false);
        }
        catch (RequestFailedException taken) when (BlobFaults.IsConditionNotMet(taken))
        {
            // Another works for it by now.
        }
    }

    internal static DateTimeOffset TimeOf(Response answer) =>
        answer.Headers.Date ?? throw new ArtifactStoreException("The artifact store does not say what time it is; something between here and there removes the header Date from its answers.");

    private BlobLeaseClient Client => blobs.BlobOf(Id).GetBlobLeaseClient(lease.ToString());
}
