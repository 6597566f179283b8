using Azure;
using Azure.Identity;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;

namespace Tapir.Artifacts;

/// <summary>Reads a container that other programs write: their files, under the names that they gave them.</summary>
/// <remarks>Who looks again soon needs no patience: a service that stays away is a fault after a few seconds.</remarks>
public sealed class BlobReader
{
    private readonly BlobContainerClient container;

    /// <summary>Connects; nothing is asked of the service yet.</summary>
    /// <exception cref="BlobReadException">The variable with the connection string is not set or holds none.</exception>
    public BlobReader(BlobLocation location, Func<string, string?> environment)
    {
        ArgumentNullException.ThrowIfNull(location);
        Location = location;
        BlobClientOptions options = new();
        options.Retry.MaxRetries = 2;
        options.Retry.NetworkTimeout = TimeSpan.FromSeconds(30);
        try
        {
            container = location.Connect(options, environment, credential: null);
        }
        catch (ArtifactStoreException unusable)
        {
            throw new BlobReadException(unusable.Message, unusable);
        }
    }

    public BlobLocation Location { get; }

    /// <summary>The blobs whose names begin with a prefix.</summary>
    /// <exception cref="BlobReadException">There is no such container, or the service is away or refuses.</exception>
    public async Task<IReadOnlyList<ListedBlob>> ListAsync(string prefix, CancellationToken cancellation = default)
    {
        List<ListedBlob> found = [];
        try
        {
            AsyncPageable<BlobItem> blobs = container.GetBlobsAsync(new GetBlobsOptions { Prefix = prefix }, cancellation);
            await foreach (BlobItem blob in blobs.ConfigureAwait(false))
            {
                found.Add(new ListedBlob(blob.Name, blob.Properties.ContentLength ?? 0, blob.Properties.ETag?.ToString() ?? ""));
            }
        }
        catch (Exception fault) when (IsOfService(fault))
        {
            throw Explain($"{Location}", fault);
        }

        return found;
    }

    /// <summary>Opens a blob as it was listed, and no later version of it.</summary>
    /// <exception cref="BlobReadException">It is gone or another by now, or the service is away or refuses.</exception>
    public async Task<Stream> OpenAsync(ListedBlob blob, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(blob);
        try
        {
            BlobDownloadOptions version = new() { Conditions = new BlobRequestConditions { IfMatch = new ETag(blob.Version) } };
            return (await container.GetBlobClient(blob.Name).DownloadStreamingAsync(version, cancellation).ConfigureAwait(false)).Value.Content;
        }
        catch (Exception fault) when (IsOfService(fault))
        {
            throw Explain($"'{blob.Name}' in {Location}", fault);
        }
    }

    private static bool IsOfService(Exception fault) => fault is RequestFailedException or AuthenticationFailedException or AggregateException;

    private BlobReadException Explain(string what, Exception fault)
    {
        string advice = BlobFaults.KindOf(fault) == BlobFaultKind.Refused ? $" {Location.HowToRenew()}" : "";
        return new BlobReadException($"{char.ToUpperInvariant(what[0])}{what[1..]} cannot be read: {BlobFaults.Reason(fault)}.{advice}", fault);
    }
}
