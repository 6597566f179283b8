using System.Buffers;
using Azure;
using Azure.Storage;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;
using Microsoft.Extensions.Logging;

namespace Tapir.Artifacts;

/// <summary>Writes an artifact's blob: whole, once, and only where there is none. A large one goes in blocks, and those that arrived before a cut are not sent again.</summary>
internal sealed class BlobUpload(BlobContainerClient container, BlobCheck check, StorePatience patience, ILogger logger)
{
    private const int BlocksAtATime = 4;

    // Each means that another writer was quicker, that staged blocks of a week ago went, or that there was no container yet; more in a row than these is none of it.
    private const int MostRounds = 20;

    private static readonly BlobRequestConditions WhereNoneIs = new() { IfNoneMatch = ETag.All };

    // The service compares what arrived with what was sent, block by block.
    private static readonly UploadTransferValidationOptions Checked = new() { ChecksumAlgorithm = StorageChecksumAlgorithm.MD5 };

    public async Task UploadAsync(ArtifactRef artifact, Spool content, CancellationToken cancellation)
    {
        // A large one is looked for first; of a small one the attempt costs no more than the look.
        BlobPresence presence = content.IsInMemory ? new BlobPresence.Absent() : await check.ClaimAsync(artifact, content.Length, cancellation).ConfigureAwait(false);
        bool isResumable = true;
        for (int round = 0; presence is not BlobPresence.Intact; round++)
        {
            try
            {
                await WriteAsync(artifact, content, ConditionsFor(presence), isResumable, cancellation).ConfigureAwait(false);
                Replaced(artifact, presence);
                return;
            }
            catch (RequestFailedException fault) when (round == MostRounds)
            {
                throw patience.Explain(fault);
            }
            catch (RequestFailedException fault) when (BlobFaults.IsMissingContainer(fault))
            {
                await patience.RunAsync(token => container.CreateIfNotExistsAsync(cancellationToken: token), cancellation).ConfigureAwait(false);
            }
            catch (RequestFailedException fault) when (BlobFaults.IsLostBlock(fault) || BlobFaults.IsConditionNotMet(fault))
            {
                isResumable &= !BlobFaults.IsLostBlock(fault);
                presence = await check.ClaimAsync(artifact, content.Length, cancellation).ConfigureAwait(false);
            }
        }
    }

    private static BlobRequestConditions ConditionsFor(BlobPresence presence) =>
        presence is BlobPresence.Damaged damaged ? new BlobRequestConditions { IfMatch = damaged.Version } : WhereNoneIs;

    private async Task WriteAsync(ArtifactRef artifact, Spool content, BlobRequestConditions conditions, bool isResumable, CancellationToken cancellation)
    {
        if (content.IsInMemory)
        {
            await WriteWholeAsync(artifact, content, conditions, cancellation).ConfigureAwait(false);
            return;
        }

        await WriteBlocksAsync(artifact, content, conditions, isResumable, cancellation).ConfigureAwait(false);
    }

    private async Task WriteWholeAsync(ArtifactRef artifact, Spool content, BlobRequestConditions conditions, CancellationToken cancellation)
    {
        BlobUploadOptions options = new() { Conditions = conditions, Metadata = BlobCheck.MetadataOf(artifact), TransferValidation = Checked };
        Instants.Reach("artifact.before-upload");
        await patience.RunAsync(token => BlobOf(artifact).UploadAsync(new BinaryData(content.Bytes).ToStream(), options, token), cancellation).ConfigureAwait(false);
    }

    private async Task WriteBlocksAsync(ArtifactRef artifact, Spool content, BlobRequestConditions conditions, bool isResumable, CancellationToken cancellation)
    {
        HashSet<string> staged = isResumable ? await StagedAsync(artifact, content.Length, cancellation).ConfigureAwait(false) : [];
        int count = BlobBlocks.CountOf(content.Length);
        ParallelOptions several = new() { MaxDegreeOfParallelism = BlocksAtATime, CancellationToken = cancellation };
        await Parallel.ForEachAsync(
            Enumerable.Range(0, count).Where(block => !staged.Contains(BlobBlocks.IdOf(block))),
            several,
            async (block, token) => await StageAsync(artifact, content, block, token).ConfigureAwait(false)).ConfigureAwait(false);
        CommitBlockListOptions options = new() { Conditions = conditions, Metadata = BlobCheck.MetadataOf(artifact) };
        Instants.Reach("artifact.before-commit");
        await patience.RunAsync(
            token => BlobOf(artifact).CommitBlockListAsync(Enumerable.Range(0, count).Select(BlobBlocks.IdOf), options, token), cancellation).ConfigureAwait(false);
    }

    /// <summary>Ids of the blocks that arrived before and are as long as they have to be.</summary>
    private async Task<HashSet<string>> StagedAsync(ArtifactRef artifact, long length, CancellationToken cancellation)
    {
        try
        {
            BlockList blocks = await patience.RunAsync(
                async token => (await BlobOf(artifact).GetBlockListAsync(BlockListTypes.Uncommitted, cancellationToken: token).ConfigureAwait(false)).Value,
                cancellation).ConfigureAwait(false);
            Dictionary<string, long> expected = Enumerable.Range(0, BlobBlocks.CountOf(length))
                .ToDictionary(BlobBlocks.IdOf, block => (long)BlobBlocks.LengthOf(block, length), StringComparer.Ordinal);
            return [.. blocks.UncommittedBlocks.Where(block => expected.GetValueOrDefault(block.Name, -1) == block.SizeLong).Select(block => block.Name)];
        }
        catch (RequestFailedException nothing) when (nothing.Status == 404 && !BlobFaults.IsMissingContainer(nothing))
        {
            return [];
        }
    }

    private async Task StageAsync(ArtifactRef artifact, Spool content, int block, CancellationToken cancellation)
    {
        int length = BlobBlocks.LengthOf(block, content.Length);
        byte[] buffer = ArrayPool<byte>.Shared.Rent(length);
        try
        {
            content.ReadAt(BlobBlocks.OffsetOf(block), buffer.AsSpan(0, length));
            BlockBlobStageBlockOptions options = new() { TransferValidation = Checked };
            await patience.RunAsync(
                token => BlobOf(artifact).StageBlockAsync(BlobBlocks.IdOf(block), new MemoryStream(buffer, 0, length, writable: false), options, token),
                cancellation).ConfigureAwait(false);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }

        Instants.Reach("artifact.block-staged");
    }

    private void Replaced(ArtifactRef artifact, BlobPresence before)
    {
        check.MarkReplaced(artifact);
        if (before is BlobPresence.Damaged)
        {
            logger.DamagedReplaced(artifact);
        }

        Instants.Reach("artifact.after-commit");
    }

    private BlockBlobClient BlobOf(ArtifactRef artifact) => container.GetBlockBlobClient(BlobNames.Of(artifact));
}
