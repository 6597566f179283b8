using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;

namespace Tapir.Artifacts;

/// <summary>Documents as blobs, in the container of the artifacts.</summary>
internal sealed class BlobDocuments(BlobContainerClient container, StorePatience patience) : IStoreDocuments
{
    /// <inheritdoc/>
    public async Task<bool> TryCreateAsync(string name, ReadOnlyMemory<byte> content, CancellationToken cancellation = default)
    {
        BlobUploadOptions whereNoneIs = new() { Conditions = new BlobRequestConditions { IfNoneMatch = ETag.All } };
        try
        {
            await patience.RunAsync(token => container.CreateIfNotExistsAsync(cancellationToken: token), cancellation).ConfigureAwait(false);
            await patience.RunAsync(token => container.GetBlobClient(name).UploadAsync(new BinaryData(content).ToStream(), whereNoneIs, token), cancellation).ConfigureAwait(false);
            return true;
        }
        catch (RequestFailedException taken) when (BlobFaults.IsConditionNotMet(taken))
        {
            // By an attempt of this very call, perhaps, whose answer was lost.
            return await TryReadAsync(name, cancellation).ConfigureAwait(false) is { } there && content.Span.SequenceEqual(there);
        }
    }

    /// <inheritdoc/>
    public async Task<byte[]?> TryReadAsync(string name, CancellationToken cancellation = default)
    {
        try
        {
            return await patience.RunAsync(
                async token => (await container.GetBlobClient(name).DownloadContentAsync(token).ConfigureAwait(false)).Value.Content.ToArray(), cancellation).ConfigureAwait(false);
        }
        catch (RequestFailedException none) when (none.Status == 404)
        {
            return null;
        }
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<string>> ListAsync(string prefix, CancellationToken cancellation = default)
    {
        try
        {
            return await patience.RunAsync<IReadOnlyList<string>>(
                async token => await container.GetBlobsAsync(new GetBlobsOptions { Prefix = prefix }, token).Select(blob => blob.Name).ToListAsync(token).ConfigureAwait(false),
                cancellation).ConfigureAwait(false);
        }
        catch (RequestFailedException none) when (none.Status == 404)
        {
            return [];
        }
    }

    /// <inheritdoc/>
    public async Task<bool> DeleteAsync(string name, CancellationToken cancellation = default) =>
        await patience.RunAsync(token => container.GetBlobClient(name).DeleteIfExistsAsync(cancellationToken: token), cancellation).ConfigureAwait(false);
}
