using System.Collections.Concurrent;
using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;

namespace Tapir.Artifacts;

/// <summary>Looks what lies in the store under an artifact's name before it is written or claimed.</summary>
internal sealed class BlobCheck(BlobContainerClient container, StorePatience patience, Func<ArtifactRef, CancellationToken, Task<string>> digestOf)
{
    private const string DigestKey = "sha256";

    /// <summary>Writes and claims this old count as new to a sweep. So short that it is far within the grace that sweeps give, so long that a
    /// busy artifact is not marked again at each use.</summary>
    private static readonly TimeSpan FreshFor = TimeSpan.FromMinutes(10);

    private readonly ConcurrentDictionary<ArtifactRef, ETag> damaged = new();

    /// <summary>What every artifact's blob says of itself. A blob that another program put in its place does not say it.</summary>
    public static Dictionary<string, string> MetadataOf(ArtifactRef artifact) => new(StringComparer.Ordinal) { [DigestKey] = artifact.Digest };

    /// <summary>Remembers that a reader found other bytes there than the name says.</summary>
    public void MarkDamaged(ArtifactRef artifact, ETag version) => damaged[artifact] = version;

    public void MarkReplaced(ArtifactRef artifact) => damaged.TryRemove(artifact, out _);

    /// <summary>Tells what is there. What is intact counts as written now, so that a sweep leaves it.</summary>
    public async Task<BlobPresence> ClaimAsync(ArtifactRef artifact, long length, CancellationToken cancellation)
    {
        while (true)
        {
            if (await FindAsync(artifact, cancellation).ConfigureAwait(false) is not { } found)
            {
                return new BlobPresence.Absent();
            }

            BlobProperties properties = found.Value;
            if (!await IsIntactAsync(artifact, length, properties, cancellation).ConfigureAwait(false))
            {
                return new BlobPresence.Damaged(properties.ETag);
            }

            if (await TryMarkWrittenAsync(artifact, found, MetadataOf(artifact), cancellation).ConfigureAwait(false))
            {
                return new BlobPresence.Intact();
            }
        }
    }

    /// <summary>Whether anything is there; if so it counts as written now.</summary>
    public async Task<bool> ClaimAsync(ArtifactRef artifact, CancellationToken cancellation)
    {
        while (await FindAsync(artifact, cancellation).ConfigureAwait(false) is { } found)
        {
            if (await TryMarkWrittenAsync(artifact, found, found.Value.Metadata, cancellation).ConfigureAwait(false))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The blob's properties; null where there is none.</summary>
    public async Task<Response<BlobProperties>?> FindAsync(ArtifactRef artifact, CancellationToken cancellation)
    {
        try
        {
            return await patience.RunAsync(token => BlobOf(artifact).GetPropertiesAsync(cancellationToken: token), cancellation).ConfigureAwait(false);
        }
        catch (RequestFailedException missing) when (missing.Status == 404)
        {
            return null;
        }
    }

    private async Task<bool> IsIntactAsync(ArtifactRef artifact, long length, BlobProperties properties, CancellationToken cancellation)
    {
        if (properties.ContentLength != length || (damaged.TryGetValue(artifact, out ETag version) && version == properties.ETag))
        {
            return false;
        }

        // Copied by another tool, perhaps: then its bytes tell.
        return properties.Metadata.TryGetValue(DigestKey, out string? digest)
            ? digest == artifact.Digest
            : await digestOf(artifact, cancellation).ConfigureAwait(false) == artifact.Digest;
    }

    /// <returns>False when the blob has changed since it was looked at.</returns>
    private async Task<bool> TryMarkWrittenAsync(ArtifactRef artifact, Response<BlobProperties> found, IDictionary<string, string> metadata, CancellationToken cancellation)
    {
        BlobProperties properties = found.Value;
        // Both times are by the service's clock.
        if (properties.Metadata.Count == metadata.Count && found.GetRawResponse().Headers.Date - properties.LastModified < FreshFor)
        {
            return true;
        }

        try
        {
            BlobRequestConditions unchanged = new() { IfMatch = properties.ETag };
            await patience.RunAsync(token => BlobOf(artifact).SetMetadataAsync(metadata, unchanged, token), cancellation).ConfigureAwait(false);
            return true;
        }
        catch (RequestFailedException changed) when (changed.Status is 404 or 412)
        {
            return false;
        }
    }

    private BlobClient BlobOf(ArtifactRef artifact) => container.GetBlobClient(BlobNames.Of(artifact));
}
