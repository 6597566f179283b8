namespace Tapir.Artifacts.Tests;

[TestClass]
public sealed class TransferTests : IDisposable
{
    private readonly TemporaryFolder here = new();
    private readonly TemporaryFolder there = new();
    private readonly FolderArtifactStore source;
    private readonly FolderArtifactStore destination;

    public TransferTests()
    {
        source = new FolderArtifactStore(here.Path);
        destination = new FolderArtifactStore(there.Path);
    }

    public void Dispose()
    {
        here.Dispose();
        there.Dispose();
    }

    [TestMethod]
    public async Task CopyAsync_SomeAreThere_CopiesTheOthersAndOnlyThoseWanted()
    {
        ArtifactRef[] put = [.. await Task.WhenAll(Enumerable.Range(1, 20).Select(i => source.PutBytesAsync(new byte[i])))];
        await destination.PutBytesAsync(new byte[1]);

        TransferReport report = await source.CopyAsync(destination, put[..10], progress: null);

        Assert.AreEqual(9, report.CopiedCount);
        Assert.AreEqual(Enumerable.Range(2, 9).Sum(), report.CopiedBytes);
        Assert.AreEqual(1, report.PresentCount);
        Assert.IsEmpty(report.Missing);
        CollectionAssert.AreEquivalent(put[..10], await destination.ListAsync().Select(stored => stored.Artifact).ToArrayAsync());
    }

    [TestMethod]
    public async Task CopyAsync_MissingOrDamagedInTheSource_IsToldAndTheOthersAreCopied()
    {
        ArtifactRef good = await source.PutBytesAsync(new byte[5]);
        ArtifactRef damaged = await source.PutBytesAsync(new byte[6]);
        await File.WriteAllBytesAsync(source.PathOf(damaged), new byte[7]);
        ArtifactRef missing = new(new string('b', 64));

        TransferReport report = await source.CopyAsync(destination, [good, damaged, missing], progress: null);

        CollectionAssert.AreEqual(new[] { damaged, missing }.Order().ToArray(), report.Missing.ToArray());
        Assert.AreEqual(1, report.CopiedCount);
        Assert.IsFalse(await destination.ExistsAsync(damaged), "Wrong bytes must not travel.");
    }

    [TestMethod]
    public async Task CopyAsync_CutOff_GoesOnWithWhatIsLeft()
    {
        ArtifactRef[] put = [.. await Task.WhenAll(Enumerable.Range(1, 40).Select(i => source.PutBytesAsync(new byte[i])))];
        using CancellationTokenSource cut = new();
        Progress stopAtTen = new(reached =>
        {
            if (reached.Done == 10)
            {
                cut.Cancel();
            }
        });
        await Assert.ThrowsAsync<OperationCanceledException>(() => source.CopyAsync(destination, put, stopAtTen, cut.Token));
        int arrived = await destination.ListAsync().CountAsync();
        Assert.IsLessThan(40, arrived);

        TransferReport report = await source.CopyAsync(destination, put, progress: null);

        Assert.AreEqual(arrived, report.PresentCount);
        Assert.AreEqual(40 - arrived, report.CopiedCount);
    }

    private sealed class Progress(Action<TransferProgress> report) : IProgress<TransferProgress>
    {
        public void Report(TransferProgress value) => report(value);
    }
}
