namespace Tapir.Artifacts.Blobs.Tests;

[TestClass]
public sealed class BlobDocumentsTests : IDisposable
{
    private readonly BlobHouse house = new();

    public void Dispose() => house.Dispose();

    [TestMethod]
    public async Task TryCreateAsync_NameIsTaken_ChangesNothing()
    {
        Assert.IsTrue(await house.Store.Documents.TryCreateAsync("backups/a.json", "first"u8.ToArray()));

        Assert.IsFalse(await house.Store.Documents.TryCreateAsync("backups/a.json", "second"u8.ToArray()));

        CollectionAssert.AreEqual("first"u8.ToArray(), await house.Store.Documents.TryReadAsync("backups/a.json"));
    }

    [TestMethod]
    public async Task TryCreateAsync_AnswerIsLost_IsItsOwnAllTheSame()
    {
        int writes = 0;
        house.Network.After = (request, response) =>
            FaultyNetwork.KindOf(request) == "PUT blob" && Interlocked.Increment(ref writes) == 1 ? throw new HttpRequestException("Connection reset") : response;

        Assert.IsTrue(await house.Store.Documents.TryCreateAsync("backups/a.json", "first"u8.ToArray()));
    }

    [TestMethod]
    public async Task ListAsync_Documents_AreInOrderWithoutArtifacts()
    {
        Assert.IsEmpty(await house.Store.Documents.ListAsync("backups/"));
        await house.Store.PutBytesAsync(new byte[3]);
        foreach (string name in new[] { "backups/b.json", "backups/a.json", "other/c.json" })
        {
            await house.Store.Documents.TryCreateAsync(name, "{}"u8.ToArray());
        }

        Assert.AreSequenceEqual(["backups/a.json", "backups/b.json"], (await house.Store.Documents.ListAsync("backups/")).ToArray());
        Assert.IsTrue(await house.Store.Documents.DeleteAsync("backups/a.json"));
        Assert.IsFalse(await house.Store.Documents.DeleteAsync("backups/a.json"));
        Assert.IsNull(await house.Store.Documents.TryReadAsync("backups/a.json"));
    }
}
