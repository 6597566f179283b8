using System.Security.Cryptography;
using System.Text;
using CsCheck;
using Microsoft.Extensions.Time.Testing;

namespace Tapir.Artifacts.Tests;

[TestClass]
public sealed class FolderArtifactStoreTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [TestMethod]
    public async Task PutAsync_Bytes_AreReadBackUnderTheirDigest()
    {
        FolderArtifactStore store = new(folder.Path);
        byte[] bytes = Encoding.UTF8.GetBytes("a student and a teacher");

        ArtifactRef artifact = await store.PutBytesAsync(bytes);

        Assert.AreEqual(Convert.ToHexStringLower(SHA256.HashData(bytes)), artifact.Digest);
        CollectionAssert.AreEqual(bytes, await store.ReadBytesAsync(artifact));
        Assert.AreEqual(Path.Combine(folder.Path, artifact.Digest[..2], artifact.Digest[2..]), folder.Files.Single());
    }

    [TestMethod]
    public void PutAsync_AnyChunks_GiveTheDigestOfTheWhole()
    {
        FolderArtifactStore store = new(folder.Path);

        Gen.Byte.Array[0, 400].Array[0, 20].Sample(
            chunks =>
            {
                ArtifactRef artifact = store.PutAsync(async (stream, token) =>
                {
                    foreach (byte[] chunk in chunks)
                    {
                        await stream.WriteAsync(chunk, token);
                    }
                }).GetAwaiter().GetResult();
                byte[] whole = [.. chunks.SelectMany(chunk => chunk)];
                return artifact.Digest == Convert.ToHexStringLower(SHA256.HashData(whole))
                    && store.ReadBytesAsync(artifact).GetAwaiter().GetResult().AsSpan().SequenceEqual(whole);
            },
            iter: 50);
    }

    [TestMethod]
    public async Task PutAsync_SameBytesTwice_IsOneArtifact()
    {
        FolderArtifactStore store = new(folder.Path);

        ArtifactRef first = await store.PutBytesAsync("same"u8.ToArray());
        ArtifactRef second = await store.PutBytesAsync("same"u8.ToArray());

        Assert.AreEqual(first, second);
        Assert.HasCount(1, folder.Files);
    }

    [TestMethod]
    public async Task PutAsync_ManyWritersOfSameAndDifferentBytes_AllSucceedAndLeaveNothingBehind()
    {
        byte[][] contents = [.. Enumerable.Range(0, 8).Select(i => Encoding.UTF8.GetBytes($"content {i}"))];
        FolderArtifactStore[] stores = [new(folder.Path), new(folder.Path)];

        ArtifactRef[] artifacts = await Task.WhenAll(Enumerable.Range(0, 160).Select(i => Task.Run(() => stores[i % 2].PutBytesAsync(contents[i % 8]))));

        Assert.HasCount(8, artifacts.Distinct().ToArray());
        Assert.HasCount(8, folder.Files);
    }

    [TestMethod]
    public async Task PutAsync_WriterThrows_KeepsNothingAndPassesTheExceptionThrough()
    {
        FolderArtifactStore store = new(folder.Path);

        InvalidTimeZoneException error = await Assert.ThrowsExactlyAsync<InvalidTimeZoneException>(() => store.PutAsync(async (stream, token) =>
        {
            await stream.WriteAsync("half"u8.ToArray(), token);
            throw new InvalidTimeZoneException("from the writer");
        }));

        Assert.AreEqual("from the writer", error.Message);
        Assert.IsEmpty(folder.Files);
    }

    [TestMethod]
    public async Task PutAsync_WriterDisposesTheStream_IsStored()
    {
        FolderArtifactStore store = new(folder.Path);

        ArtifactRef artifact = await store.PutAsync(async (stream, token) =>
        {
            await using StreamWriter writer = new(stream);
            await writer.WriteAsync("closed by its writer".AsMemory(), token);
        });

        Assert.AreEqual("closed by its writer", Encoding.UTF8.GetString(await store.ReadBytesAsync(artifact)));
    }

    [TestMethod]
    [DataRow(28)]
    [DataRow(unchecked((int)0x80070070))]
    public async Task PutAsync_DiskFull_SaysSoAndKeepsNoHalfArtifact(int errorCode)
    {
        FolderArtifactStore store = new(folder.Path, TimeProvider.System, path => new FailingStream(TemporaryFiles.OpenForWriting(path), 10_000, new IOException("No space left on device", errorCode)));

        ArtifactStoreException error = await Assert.ThrowsExactlyAsync<ArtifactStoreException>(() => store.PutBytesAsync(new byte[100_000]));

        StringAssert.Contains(error.Message, "the disk is full");
        StringAssert.Contains(error.Message, folder.Path);
        Assert.IsEmpty(folder.Files);
    }

    [TestMethod]
    public async Task PutAsync_FileMayNotGrowSoLarge_SaysWhichLimitsThereAre()
    {
        // What .NET makes of EFBIG.
        ArgumentOutOfRangeException refusal = new("value", "Specified file length was too large for the file system.");
        FolderArtifactStore store = new(folder.Path, TimeProvider.System, path => new FailingStream(TemporaryFiles.OpenForWriting(path), 10_000, refusal));

        ArtifactStoreException error = await Assert.ThrowsExactlyAsync<ArtifactStoreException>(() => store.PutBytesAsync(new byte[100_000]));

        StringAssert.Contains(error.Message, "ulimit -f");
        StringAssert.Contains(error.Message, folder.Path);
        Assert.IsEmpty(folder.Files);
    }

    [TestMethod]
    public async Task PutAsync_FolderTakenAway_SaysWhere()
    {
        FolderArtifactStore store = new(folder.Path, TimeProvider.System, _ => throw new UnauthorizedAccessException("Access denied"));

        ArtifactStoreException error = await Assert.ThrowsExactlyAsync<ArtifactStoreException>(() => store.PutBytesAsync(new byte[1]));

        StringAssert.Contains(error.Message, "read-only");
        StringAssert.Contains(error.Message, folder.Path);
    }

    [TestMethod]
    public void Constructor_RootIsAFile_IsOneClearError()
    {
        string file = Path.Combine(folder.Path, "file");
        File.WriteAllText(file, "");

        ArtifactStoreException error = Assert.ThrowsExactly<ArtifactStoreException>(() => new FolderArtifactStore(file));

        StringAssert.Contains(error.Message, file);
    }

    [TestMethod]
    public async Task OpenAsync_Nothing_IsMissing()
    {
        FolderArtifactStore store = new(folder.Path);
        ArtifactRef artifact = new(new string('b', 64));

        ArtifactLostException error = await Assert.ThrowsExactlyAsync<ArtifactLostException>(() => store.OpenAsync(artifact));

        Assert.AreEqual(ArtifactLoss.Missing, error.Loss);
        Assert.AreEqual(artifact, error.Artifact);
        Assert.IsFalse(await store.ExistsAsync(artifact));
        await Assert.ThrowsExactlyAsync<ArtifactLostException>(() => store.LengthAsync(artifact));
    }

    [TestMethod]
    [DataRow(10)]
    [DataRow(3_000_000)]
    public async Task OpenAsync_FlippedLastBit_IsCorruptBeforeTheFirstByte(int length)
    {
        FolderArtifactStore store = new(folder.Path);
        ArtifactRef artifact = await store.PutBytesAsync(new byte[length]);
        Change(store.PathOf(artifact), stream =>
        {
            stream.Position = length - 1;
            stream.WriteByte(1);
        });

        ArtifactLostException error = await Assert.ThrowsExactlyAsync<ArtifactLostException>(() => store.OpenAsync(artifact));

        Assert.AreEqual(ArtifactLoss.Corrupt, error.Loss);
        StringAssert.Contains(error.Message, artifact.Digest);
    }

    [TestMethod]
    public async Task OpenAsync_Truncated_IsCorrupt()
    {
        FolderArtifactStore store = new(folder.Path);
        ArtifactRef artifact = await store.PutBytesAsync(new byte[5_000]);
        Change(store.PathOf(artifact), stream => stream.SetLength(4_999));

        ArtifactLostException error = await Assert.ThrowsExactlyAsync<ArtifactLostException>(() => store.OpenAsync(artifact));

        Assert.AreEqual(ArtifactLoss.Corrupt, error.Loss);
        StringAssert.Contains(error.Message, "4999 bytes");
    }

    [TestMethod]
    public async Task PutAsync_DamagedCopyInPlace_IsReplaced()
    {
        FolderArtifactStore store = new(folder.Path);
        ArtifactRef artifact = await store.PutBytesAsync(new byte[5_000]);
        Change(store.PathOf(artifact), stream => stream.WriteByte(7));

        await store.PutBytesAsync(new byte[5_000]);

        CollectionAssert.AreEqual(new byte[5_000], await store.ReadBytesAsync(artifact));
    }

    [TestMethod]
    public async Task OpenAsync_Stream_CanSeek()
    {
        FolderArtifactStore store = new(folder.Path);
        ArtifactRef artifact = await store.PutBytesAsync("0123456789"u8.ToArray());

        await using Stream stream = await store.OpenAsync(artifact);
        stream.Seek(-1, SeekOrigin.End);

        Assert.AreEqual('9', (char)stream.ReadByte());
        Assert.AreEqual(10, stream.Length);
    }

    [TestMethod]
    public async Task Constructor_LeftoversOfDeadWriters_AreSweptAndTheLivingStay()
    {
        DateTimeOffset now = DateTimeOffset.UtcNow;
        FakeTimeProvider later = new(now.AddHours(1));
        string dead = Path.Combine(folder.Path, ".writing-dead");
        await File.WriteAllTextAsync(dead, "half an artifact");
        string living = Path.Combine(folder.Path, ".writing-living");
        await using Stream writer = TemporaryFiles.OpenForWriting(living);

        _ = new FolderArtifactStore(folder.Path, later, TemporaryFiles.OpenForWriting);

        Assert.IsFalse(File.Exists(dead));
        Assert.IsTrue(File.Exists(living));
    }

    [TestMethod]
    public async Task Constructor_YoungLeftover_StaysForNow()
    {
        string young = Path.Combine(folder.Path, ".writing-young");
        await File.WriteAllTextAsync(young, "");

        _ = new FolderArtifactStore(folder.Path);

        Assert.IsTrue(File.Exists(young));
    }

    [TestMethod]
    public async Task ListAsync_Artifacts_AreInOrderAndLeftoversAreNone()
    {
        FolderArtifactStore store = new(folder.Path);
        List<ArtifactRef> put = [];
        for (int i = 0; i < 20; i++)
        {
            put.Add(await store.PutBytesAsync(new byte[i]));
        }

        await File.WriteAllTextAsync(Path.Combine(folder.Path, ".writing-x"), "half");

        List<StoredArtifact> listed = [];
        await foreach (StoredArtifact artifact in store.ListAsync())
        {
            listed.Add(artifact);
        }

        CollectionAssert.AreEqual(put.Order().ToArray(), listed.Select(artifact => artifact.Artifact).ToArray());
        Assert.AreEqual(Enumerable.Range(0, 20).Sum(), listed.Sum(artifact => artifact.Length));
    }

    [TestMethod]
    public async Task FindAsync_Artifact_IsWhatAListingHasAndCanBeDeletedByIt()
    {
        FolderArtifactStore store = new(folder.Path);
        ArtifactRef artifact = await store.PutBytesAsync(new byte[3]);

        StoredArtifact? found = await store.FindAsync(artifact);

        Assert.AreEqual(await store.ListAsync().SingleAsync(), found);
        Assert.IsTrue(await store.DeleteAsync(found!));
        Assert.IsNull(await store.FindAsync(artifact));
    }

    [TestMethod]
    public async Task DeleteAsync_Artifact_IsGoneAndSecondTimeSaysFalse()
    {
        FolderArtifactStore store = new(folder.Path);
        ArtifactRef artifact = await store.PutBytesAsync(new byte[3]);

        StoredArtifact listed = await store.ListAsync().SingleAsync();
        Assert.IsTrue(await store.DeleteAsync(listed));
        Assert.IsFalse(await store.DeleteAsync(listed));
        Assert.IsFalse(await store.ExistsAsync(artifact));
    }

    [TestMethod]
    public async Task DeleteAsync_PutOrClaimedAgainSinceItWasListed_LeavesIt()
    {
        FolderArtifactStore store = new(folder.Path);
        ArtifactRef artifact = await store.PutBytesAsync(new byte[3]);
        File.SetLastWriteTimeUtc(store.PathOf(artifact), DateTime.UtcNow.AddDays(-2));
        StoredArtifact listed = await store.ListAsync().SingleAsync();
        await store.PutBytesAsync(new byte[3]);

        Assert.IsFalse(await store.DeleteAsync(listed));

        File.SetLastWriteTimeUtc(store.PathOf(artifact), DateTime.UtcNow.AddDays(-2));
        Assert.IsTrue(await store.ClaimAsync(artifact));
        Assert.IsFalse(await store.DeleteAsync(listed));
        Assert.IsTrue(await store.ExistsAsync(artifact));
    }

    [TestMethod]
    public async Task ClaimAsync_Nothing_SaysSoAndMakesNothing()
    {
        FolderArtifactStore store = new(folder.Path);

        Assert.IsFalse(await store.ClaimAsync(new ArtifactRef(new string('b', 64))));

        Assert.IsEmpty(folder.Files);
    }

    [TestMethod]
    public async Task PutAsync_Cancelled_KeepsNothing()
    {
        FolderArtifactStore store = new(folder.Path);
        using CancellationTokenSource source = new();

        await Assert.ThrowsAsync<OperationCanceledException>(() => store.PutAsync(
            async (stream, token) =>
            {
                await stream.WriteAsync(new byte[10], token);
                await source.CancelAsync();
                token.ThrowIfCancellationRequested();
            },
            source.Token));

        Assert.IsEmpty(folder.Files);
    }

    private static void Change(string path, Action<FileStream> change)
    {
        using FileStream stream = File.Open(path, FileMode.Open, FileAccess.ReadWrite);
        change(stream);
    }
}
