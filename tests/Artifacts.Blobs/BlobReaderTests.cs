namespace Tapir.Artifacts.Blobs.Tests;

/// <summary>Blobs of other programs, in the real service's stand-in.</summary>
[TestClass]
public sealed class BlobReaderTests : IDisposable
{
    private readonly BlobHouse house = new();
    private readonly BlobReader reader;

    public BlobReaderTests() => reader = new BlobReader(house.Location, name => name == BlobHouse.Variable ? BlobHouse.ConnectionString : null);

    public void Dispose() => house.Dispose();

    [TestMethod]
    public async Task ListAsync_Prefix_IsWhatLiesBelowItWithSizeAndVersion()
    {
        await house.Container.CreateAsync();
        await house.Container.UploadBlobAsync("in/a.jsonl", new BinaryData("12345"));
        await house.Container.UploadBlobAsync("in/deep/b.jsonl", new BinaryData("1"));
        await house.Container.UploadBlobAsync("other/c.jsonl", new BinaryData("1"));

        IReadOnlyList<ListedBlob> blobs = await reader.ListAsync("in/");

        Assert.AreSequenceEqual(["in/a.jsonl 5", "in/deep/b.jsonl 1"], blobs.Select(blob => $"{blob.Name} {blob.Size}").ToArray());
        using StreamReader text = new(await reader.OpenAsync(blobs[0]));
        Assert.AreEqual("12345", await text.ReadToEndAsync());
    }

    [TestMethod]
    public async Task OpenAsync_ChangedSinceItWasListed_IsRefused()
    {
        await house.Container.CreateAsync();
        await house.Container.UploadBlobAsync("a.jsonl", new BinaryData("old"));
        ListedBlob listed = (await reader.ListAsync("")).Single();

        await house.Container.GetBlobClient("a.jsonl").UploadAsync(new BinaryData("new"), overwrite: true);

        BlobReadException error = await Assert.ThrowsExactlyAsync<BlobReadException>(() => reader.OpenAsync(listed));
        StringAssert.Contains(error.Message, "'a.jsonl' in container");
        StringAssert.Contains(error.Message, "412");
        Assert.AreNotEqual(listed.Version, (await reader.ListAsync("")).Single().Version);
    }

    [TestMethod]
    public async Task ListAsync_NoSuchContainer_SaysWhich()
    {
        BlobReadException error = await Assert.ThrowsExactlyAsync<BlobReadException>(() => reader.ListAsync(""));

        StringAssert.Contains(error.Message, $"Container '{house.Location.Container}'");
        StringAssert.Contains(error.Message, "ContainerNotFound");
    }

    [TestMethod]
    public void Constructor_VariableHoldsNoConnectionString_NamesItAndKeepsTheValueToItself()
    {
        BlobReadException error = Assert.ThrowsExactly<BlobReadException>(() => new BlobReader(house.Location, _ => "my secret"));

        StringAssert.Contains(error.Message, $"{BlobHouse.Variable} holds no connection string");
        Assert.DoesNotContain("secret", error.ToString());
    }
}
