using System.Text;
using Azure.Storage.Blobs.Models;
using Tapir.Artifacts.Tests;

namespace Tapir.Artifacts.Blobs.Tests;

[TestClass]
public sealed class BlobArtifactStoreTests : IDisposable
{
    // One that goes whole, and one that goes in three blocks, the last of them short.
    private const int Small = 5_000;
    private const int Large = (2 * (4 << 20)) + 12_345;

    private readonly BlobHouse house = new();

    public void Dispose() => house.Dispose();

    [TestMethod]
    [DataRow(0)]
    [DataRow(1)]
    [DataRow(Small)]
    [DataRow(1 << 20)]
    [DataRow((1 << 20) + 1)]
    [DataRow(4 << 20)]
    [DataRow(Large)]
    public async Task PutAsync_AnyLength_HasTheFoldersDigestAndIsReadElsewhere(int length)
    {
        using TemporaryFolder folder = new();
        byte[] bytes = Content.Of(length);

        ArtifactRef artifact = await house.Store.PutBytesAsync(bytes);

        Assert.AreEqual(await new FolderArtifactStore(folder.Path).PutBytesAsync(bytes), artifact);
        CollectionAssert.AreEqual(bytes, await house.OpenElsewhere().ReadBytesAsync(artifact));
        Assert.AreEqual(length, await house.Store.LengthAsync(artifact));
        Assert.IsTrue(await house.Store.ExistsAsync(artifact));
    }

    [TestMethod]
    public async Task PutAsync_Artifact_HasTheNameThatItHasInTheFolder()
    {
        ArtifactRef artifact = await house.Store.PutBytesAsync(Content.Of(Small));

        Assert.IsTrue(await house.BlobOf(artifact).ExistsAsync());
    }

    [TestMethod]
    [DataRow(Small)]
    [DataRow(Large)]
    public async Task PutAsync_SameBytesElsewhere_AreNotWrittenAgain(int length)
    {
        ArtifactRef first = await house.Store.PutBytesAsync(Content.Of(length));
        BlobProperties before = await house.BlobOf(first).GetPropertiesAsync();

        ArtifactRef second = await house.OpenElsewhere().PutBytesAsync(Content.Of(length));

        Assert.AreEqual(first, second);
        Assert.AreEqual(before.ETag, (await house.BlobOf(first).GetPropertiesAsync()).Value.ETag);
    }

    [TestMethod]
    [DataRow(Small)]
    [DataRow(Large)]
    public async Task PutAsync_ManyWritersOfTheSameBytes_AllSucceed(int length)
    {
        byte[] bytes = Content.Of(length);
        BlobArtifactStore[] stores = [house.OpenElsewhere(), house.OpenElsewhere(), house.Store];

        ArtifactRef[] artifacts = await Task.WhenAll(Enumerable.Range(0, 9).Select(i => Task.Run(() => stores[i % 3].PutBytesAsync(bytes))));

        Assert.HasCount(1, artifacts.Distinct().ToArray());
        CollectionAssert.AreEqual(bytes, await house.OpenElsewhere().ReadBytesAsync(artifacts[0]));
    }

    [TestMethod]
    public async Task PutAsync_WriterThrows_KeepsNothingAndPassesTheExceptionThrough()
    {
        InvalidTimeZoneException error = await Assert.ThrowsExactlyAsync<InvalidTimeZoneException>(() => house.Store.PutAsync(async (stream, token) =>
        {
            await stream.WriteAsync(Content.Of(Large), token);
            throw new InvalidTimeZoneException("from the writer");
        }));

        Assert.AreEqual("from the writer", error.Message);
        Assert.IsEmpty(Directory.GetFiles(house.CopiesFolder, "*", SearchOption.AllDirectories));
        Assert.IsEmpty(await ListAsync());
    }

    [TestMethod]
    public async Task OpenAsync_Nothing_IsMissing()
    {
        ArtifactRef artifact = new(new string('b', 64));

        ArtifactLostException error = await Assert.ThrowsExactlyAsync<ArtifactLostException>(() => house.Store.OpenAsync(artifact));

        Assert.AreEqual(ArtifactLoss.Missing, error.Loss);
        Assert.AreEqual(artifact, error.Artifact);
        Assert.IsFalse(await house.Store.ExistsAsync(artifact));
        await Assert.ThrowsExactlyAsync<ArtifactLostException>(() => house.Store.LengthAsync(artifact));
    }

    [TestMethod]
    [DataRow(Small)]
    [DataRow(Large)]
    public async Task OpenAsync_OtherBytesOfTheSameLength_AreCorruptBeforeTheFirstByte(int length)
    {
        ArtifactRef artifact = await house.Store.PutBytesAsync(Content.Of(length));
        await OverwriteAsync(artifact, Content.Of(length, seed: 2));

        ArtifactLostException error = await Assert.ThrowsExactlyAsync<ArtifactLostException>(() => house.OpenElsewhere().OpenAsync(artifact));

        Assert.AreEqual(ArtifactLoss.Corrupt, error.Loss);
        StringAssert.Contains(error.Message, artifact.Digest);
    }

    [TestMethod]
    [DataRow(Small, Small)]
    [DataRow(Small, 17)]
    [DataRow(Large, Large)]
    [DataRow(Large, 17)]
    public async Task PutAsync_OtherBytesInPlace_AreReplaced(int length, int otherLength)
    {
        byte[] bytes = Content.Of(length);
        ArtifactRef artifact = await house.Store.PutBytesAsync(bytes);
        await OverwriteAsync(artifact, Content.Of(otherLength, seed: 2));

        await house.Store.PutBytesAsync(bytes);

        CollectionAssert.AreEqual(bytes, await house.OpenElsewhere().ReadBytesAsync(artifact));
    }

    [TestMethod]
    public async Task PutAsync_DamageThatOnlyAReaderCanSee_IsReplacedAfterOneHas()
    {
        byte[] bytes = Content.Of(Small);
        ArtifactRef artifact = await house.Store.PutBytesAsync(bytes);
        BlobUploadOptions asIfIntact = new() { Metadata = new Dictionary<string, string> { ["sha256"] = artifact.Digest } };
        await house.BlobOf(artifact).UploadAsync(new BinaryData(Content.Of(Small, seed: 2)), asIfIntact);
        BlobArtifactStore store = house.OpenElsewhere();
        await Assert.ThrowsExactlyAsync<ArtifactLostException>(() => store.OpenAsync(artifact));

        await store.PutBytesAsync(bytes);

        CollectionAssert.AreEqual(bytes, await house.OpenElsewhere().ReadBytesAsync(artifact));
    }

    [TestMethod]
    public async Task PutAsync_CopiedThereByAnotherTool_IsLeftAsItIs()
    {
        byte[] bytes = Content.Of(Small);
        ArtifactRef artifact = new(Content.DigestOf(bytes));
        await house.Container.CreateAsync();
        await OverwriteAsync(artifact, bytes);

        await house.Store.PutBytesAsync(bytes);

        Assert.AreEqual(1, house.Network.Count("PUT blob"), "Only the attempt that found it there.");
        CollectionAssert.AreEqual(bytes, await house.OpenElsewhere().ReadBytesAsync(artifact));
    }

    [TestMethod]
    public async Task OpenAsync_Stream_CanSeek()
    {
        foreach (int length in new[] { Small, Large })
        {
            byte[] bytes = Content.Of(length);
            ArtifactRef artifact = await house.Store.PutBytesAsync(bytes);

            await using Stream stream = await house.OpenElsewhere().OpenAsync(artifact);
            stream.Seek(-1, SeekOrigin.End);

            Assert.AreEqual(bytes[^1], stream.ReadByte());
            Assert.AreEqual(length, stream.Length);
        }
    }

    [TestMethod]
    public async Task OpenAsync_WrittenOrReadHereBefore_IsNotFetchedAgain()
    {
        ArtifactRef artifact = await house.Store.PutBytesAsync(Content.Of(Large));
        BlobArtifactStore elsewhere = house.OpenElsewhere();
        await elsewhere.ReadBytesAsync(artifact);
        house.Network.Forget();

        await house.Store.ReadBytesAsync(artifact);
        await elsewhere.ReadBytesAsync(artifact);

        Assert.IsEmpty(house.Network.Requests);
    }

    [TestMethod]
    public async Task OpenAsync_ManyReadersAtOnce_FetchItOnce()
    {
        ArtifactRef artifact = await house.Store.PutBytesAsync(Content.Of(Large));
        BlobArtifactStore elsewhere = house.OpenElsewhere();
        house.Network.Forget();

        await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => Task.Run(() => elsewhere.ReadBytesAsync(artifact))));

        Assert.AreEqual(3, house.Network.Count("GET"), "One for each of the three ranges.");
    }

    [TestMethod]
    public async Task OpenAsync_LocalCopyIsDamaged_IsFetchedAgain()
    {
        byte[] bytes = Content.Of(Small);
        ArtifactRef artifact = await house.Store.PutBytesAsync(bytes);
        string copy = Path.Combine(house.CopiesFolder, artifact.Digest[..2], artifact.Digest[2..]);
        await File.WriteAllBytesAsync(copy, Content.Of(Small, seed: 2));

        CollectionAssert.AreEqual(bytes, await house.Store.ReadBytesAsync(artifact));
    }

    [TestMethod]
    public async Task OpenAsync_MoreThanTheCopiesMayTake_IsReadAllTheSame()
    {
        BlobArtifactStore store = house.Open(options => options with { CopiesLimit = 3 * Small });
        List<ArtifactRef> artifacts = [];
        for (int i = 0; i < 10; i++)
        {
            artifacts.Add(await store.PutBytesAsync(Content.Of(Small, i)));
        }

        for (int i = 0; i < 10; i++)
        {
            CollectionAssert.AreEqual(Content.Of(Small, i), await store.ReadBytesAsync(artifacts[i]));
        }

        long taken = Directory.GetFiles(house.CopiesFolder, "*", SearchOption.AllDirectories).Sum(file => new FileInfo(file).Length);
        Assert.IsLessThanOrEqualTo(3L * Small, taken);
    }

    [TestMethod]
    public async Task ListAsync_Artifacts_AreInOrderAndOtherBlobsAreNone()
    {
        List<ArtifactRef> put = [];
        for (int i = 0; i < 20; i++)
        {
            put.Add(await house.Store.PutBytesAsync(new byte[i]));
        }

        await house.Container.GetBlobClient("artifacts/readme.txt").UploadAsync(new BinaryData("not one"));
        await house.Container.GetBlobClient("backups/one.json").UploadAsync(new BinaryData("{}"));

        IReadOnlyList<StoredArtifact> listed = await ListAsync();

        CollectionAssert.AreEqual(put.Order().ToArray(), listed.Select(artifact => artifact.Artifact).ToArray());
        Assert.AreEqual(Enumerable.Range(0, 20).Sum(), listed.Sum(artifact => artifact.Length));
    }

    [TestMethod]
    public async Task ListAsync_NoContainerYet_IsEmpty() => Assert.IsEmpty(await ListAsync());

    [TestMethod]
    public async Task FindAsync_Artifact_IsWhatAListingHasAndCanBeDeletedByIt()
    {
        ArtifactRef artifact = await house.Store.PutBytesAsync(new byte[3]);

        StoredArtifact? found = await house.Store.FindAsync(artifact);

        Assert.AreEqual((await ListAsync()).Single(), found);
        Assert.IsTrue(await house.Store.DeleteAsync(found!));
        Assert.IsNull(await house.Store.FindAsync(artifact));
    }

    [TestMethod]
    public async Task DeleteAsync_Artifact_IsGoneAndSecondTimeSaysFalse()
    {
        ArtifactRef artifact = await house.Store.PutBytesAsync(new byte[3]);

        StoredArtifact listed = (await ListAsync()).Single();
        Assert.IsTrue(await house.Store.DeleteAsync(listed));
        Assert.IsFalse(await house.Store.DeleteAsync(listed));
        Assert.IsFalse(await house.Store.ExistsAsync(artifact));
    }

    [TestMethod]
    [DataRow(true)]
    [DataRow(false)]
    public async Task DeleteAsync_PutOrClaimedAgainSinceItWasListed_LeavesIt(bool byPut)
    {
        ArtifactRef artifact = await house.Store.PutBytesAsync(new byte[3]);
        StoredArtifact listed = (await ListAsync()).Single();
        // So long after it was written that its time is set anew.
        house.Network.After = (_, response) =>
        {
            response.Headers.Date = response.Headers.Date?.AddHours(1);
            return response;
        };

        Assert.IsTrue(byPut ? await house.OpenElsewhere().PutBytesAsync(new byte[3]) == artifact : await house.OpenElsewhere().ClaimAsync(artifact));

        Assert.IsFalse(await house.Store.DeleteAsync(listed));
        Assert.IsTrue(await house.Store.ExistsAsync(artifact));
    }

    [TestMethod]
    public async Task ClaimAsync_Nothing_SaysSo() => Assert.IsFalse(await house.Store.ClaimAsync(new ArtifactRef(new string('b', 64))));

    [TestMethod]
    public async Task PutAsync_WriterDisposesTheStream_IsStored()
    {
        ArtifactRef artifact = await house.Store.PutAsync(async (stream, token) =>
        {
            await using StreamWriter writer = new(stream);
            await writer.WriteAsync("closed by its writer".AsMemory(), token);
        });

        Assert.AreEqual("closed by its writer", Encoding.UTF8.GetString(await house.OpenElsewhere().ReadBytesAsync(artifact)));
    }

    private async Task OverwriteAsync(ArtifactRef artifact, byte[] bytes) => await house.BlobOf(artifact).UploadAsync(new BinaryData(bytes), overwrite: true);

    private async Task<IReadOnlyList<StoredArtifact>> ListAsync() => await house.Store.ListAsync().ToListAsync();
}
