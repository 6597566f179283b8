using System.Text.Json;
using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;

namespace Tapir.Artifacts;

/// <summary>Reads and writes the blobs <c>holders/ID.json</c>.</summary>
internal sealed class HolderBlobs(BlobContainerClient container, StorePatience patience)
{
    private const string Prefix = "holders/";
    private const string Ending = ".json";

    public BlobClient BlobOf(string id) => container.GetBlobClient($"{Prefix}{id}{Ending}");

    public Task MakeContainerAsync(CancellationToken cancellation) =>
        patience.RunAsync(token => container.CreateIfNotExistsAsync(cancellationToken: token), cancellation);

    public async Task<IReadOnlyList<string>> ListAsync(CancellationToken cancellation) =>
        [.. (await new BlobDocuments(container, patience).ListAsync(Prefix, cancellation).ConfigureAwait(false))
            .Where(name => name.EndsWith(Ending, StringComparison.Ordinal))
            .Select(name => name[Prefix.Length..^Ending.Length])];

    /// <exception cref="RequestFailedException">The condition does not hold.</exception>
    public async Task WriteAsync(StoreHolder holder, BlobRequestConditions conditions, CancellationToken cancellation)
    {
        BlobUploadOptions options = new() { Conditions = conditions };
        byte[] content = JsonSerializer.SerializeToUtf8Bytes(holder, ArtifactJson.Options);
        await patience.RunAsync(token => BlobOf(holder.Id).UploadAsync(new BinaryData(content).ToStream(), options, token), cancellation).ConfigureAwait(false);
    }

    /// <returns>The entry and its version; null where there is none.</returns>
    /// <exception cref="ArtifactStoreException">What it says cannot be understood.</exception>
    public async Task<(HolderEntry Entry, ETag Version)?> TryReadAsync(string id, CancellationToken cancellation)
    {
        try
        {
            BlobDownloadResult read = await patience.RunAsync(
                async token => (await BlobOf(id).DownloadContentAsync(token).ConfigureAwait(false)).Value, cancellation).ConfigureAwait(false);
            return (new HolderEntry(Parse(id, read.Content), read.Details.LastModified, read.Details.LeaseState == LeaseState.Leased), read.Details.ETag);
        }
        catch (RequestFailedException none) when (none.Status == 404)
        {
            return null;
        }
    }

    private static StoreHolder Parse(string id, BinaryData content)
    {
        try
        {
            StoreHolder holder = content.ToObjectFromJson<StoreHolder>(ArtifactJson.Options) ?? throw new JsonException("it holds null");
            return holder.Schema <= StoreHolder.Version
                ? holder
                : throw new ArtifactStoreException($"'{Prefix}{id}{Ending}' in the artifact store was written by a newer Tapir (schema {holder.Schema}; this one knows up to {StoreHolder.Version}). Use that one.");
        }
        catch (JsonException problem)
        {
            throw new ArtifactStoreException($"'{Prefix}{id}{Ending}' in the artifact store says nothing that can be understood, so nobody knows what its state folder needs: {problem.Message} Remove that blob if the folder is no more.", problem);
        }
    }
}
