using System.Diagnostics;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Specialized;

namespace Tapir.Artifacts.Benchmarks;

/// <summary>What Azurite takes at the most: the same bytes in the same blocks by the client library, four at a time, without a digest and without a local copy.</summary>
internal static class PlainUpload
{
    private const int BlockLength = 4 << 20;

    public static async Task MeasureAsync(string connection, double disk)
    {
        BlobContainerClient container = new(connection, "plain");
        await container.CreateAsync();
        BlockBlobClient blob = container.GetBlockBlobClient("plain");
        byte[] block = new byte[BlockLength];
        new Random(1).NextBytes(block);
        string[] ids = [.. Enumerable.Range(0, (int)(LargeContent.Length / BlockLength)).Select(number => Convert.ToBase64String(BitConverter.GetBytes(number)))];
        long start = Stopwatch.GetTimestamp();
        await Parallel.ForEachAsync(ids, new ParallelOptions { MaxDegreeOfParallelism = 4 }, async (id, token) =>
            await blob.StageBlockAsync(id, new MemoryStream(block, writable: false), cancellationToken: token));
        await blob.CommitBlockListAsync(ids);
        double speed = LargeContent.MebibytesPerSecond(Stopwatch.GetElapsedTime(start));
        Console.WriteLine($"Azurite: 1 GiB taken at {speed:N0} MiB/s, {speed / disk:0.00} of the disk");
    }
}
