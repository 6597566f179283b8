using System.Buffers;
using System.Globalization;
using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;

namespace Tapir.Artifacts;

/// <summary>Reads a blob in ranges, several at a time; a range that is cut off is asked for again, and no other.</summary>
internal sealed class BlobDownload(BlobContainerClient container, StorePatience patience, LocalCopies copies)
{
    private const int RangesAtATime = 4;

    /// <summary>Fetches all bytes. Whether they are the artifact's is for the caller to check.</summary>
    /// <exception cref="ArtifactLostException">There is no such blob.</exception>
    /// <exception cref="ArtifactStoreException">The store stays away, or this machine's disk is full.</exception>
    public async Task<FetchedBlob> FetchAsync(ArtifactRef artifact, CancellationToken cancellation)
    {
        Spool spool = copies.NewSpool();
        try
        {
            Range first = await FetchRangeAsync(artifact, 0, spool, cancellation).ConfigureAwait(false);
            ParallelOptions several = new() { MaxDegreeOfParallelism = RangesAtATime, CancellationToken = cancellation };
            await Parallel.ForEachAsync(
                Enumerable.Range(1, Math.Max(0, BlobBlocks.CountOf(first.Total) - 1)),
                several,
                async (block, token) => await FetchRangeAsync(artifact, block, spool, token).ConfigureAwait(false)).ConfigureAwait(false);
            return new FetchedBlob(spool, first.Version);
        }
        catch
        {
            await spool.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    private async Task<Range> FetchRangeAsync(ArtifactRef artifact, int block, Spool spool, CancellationToken cancellation)
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent(BlobBlocks.Size);
        try
        {
            Range range = await patience.RunAsync(token => ReadRangeAsync(artifact, BlobBlocks.OffsetOf(block), buffer, token), cancellation).ConfigureAwait(false);
            Write(spool, block, range, buffer);
            return range;
        }
        catch (RequestFailedException missing) when (missing.Status == 404)
        {
            throw ArtifactLostException.Missing(artifact, container.GetBlobClient(BlobNames.Of(artifact)).Name);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private void Write(Spool spool, int block, Range range, byte[] buffer)
    {
        try
        {
            if (block == 0)
            {
                spool.SetLength(range.Total);
            }

            // A blob that was replaced meanwhile may be longer; then its digest is wrong, and no byte goes beyond the spool's end.
            int fits = (int)Math.Min(range.Count, spool.Length - BlobBlocks.OffsetOf(block));
            spool.WriteAt(BlobBlocks.OffsetOf(block), buffer.AsSpan(0, Math.Max(0, fits)));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw StoreErrors.CannotWrite(copies.Folder, e);
        }
    }

    private async Task<Range> ReadRangeAsync(ArtifactRef artifact, long offset, byte[] buffer, CancellationToken cancellation)
    {
        BlobDownloadOptions options = new() { Range = new HttpRange(offset, BlobBlocks.Size) };
        try
        {
            using BlobDownloadStreamingResult result = await container.GetBlobClient(BlobNames.Of(artifact)).DownloadStreamingAsync(options, cancellation).ConfigureAwait(false);
            int count = (int)Math.Min(result.Details.ContentLength, BlobBlocks.Size);
            await result.Content.ReadExactlyAsync(buffer.AsMemory(0, count), cancellation).ConfigureAwait(false);
            return new Range(count, TotalOf(result.Details), result.Details.ETag);
        }
        catch (RequestFailedException empty) when (empty.Status == 416)
        {
            // No range lies in a blob without bytes.
            return new Range(0, 0, default);
        }
    }

    // "bytes 0-4194303/1073741824"; without a range the whole came.
    private static long TotalOf(BlobDownloadDetails details) => details.ContentRange is { } range
        ? long.Parse(range.AsSpan(range.LastIndexOf('/') + 1), NumberStyles.None, CultureInfo.InvariantCulture)
        : details.ContentLength;

    private readonly record struct Range(int Count, long Total, ETag Version);
}
