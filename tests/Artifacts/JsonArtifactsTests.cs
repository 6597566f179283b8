using System.Text;

namespace Tapir.Artifacts.Tests;

[TestClass]
public sealed class JsonArtifactsTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly FolderArtifactStore store;

    public JsonArtifactsTests() => store = new FolderArtifactStore(folder.Path);

    private enum Level
    {
        VeryHard,
    }

    public void Dispose() => folder.Dispose();

    [TestMethod]
    public async Task PutJsonAsync_Record_HasOneForm()
    {
        ArtifactRef artifact = await store.PutJsonAsync(new Row("問い <b>", null, Level.VeryHard, 0.1));

        Assert.AreEqual("""{"instruction":"問い <b>","level":"veryHard","weight":0.1}""", Encoding.UTF8.GetString(await store.ReadBytesAsync(artifact)));
        Assert.AreEqual(new Row("問い <b>", null, Level.VeryHard, 0.1), await store.ReadJsonAsync<Row>(artifact));
    }

    [TestMethod]
    public async Task PutLinesAsync_ManyRows_AreReadBackInOrder()
    {
        Row[] rows = [.. Enumerable.Range(0, 1_000).Select(i => new Row($"line {i}\nwith a break", "x", Level.VeryHard, i))];

        ArtifactRef artifact = await store.PutLinesAsync(rows);
        ArtifactRef streamed = await store.PutLinesAsync(rows.ToAsyncEnumerable());

        Assert.AreEqual(artifact, streamed);
        CollectionAssert.AreEqual(rows, (await store.ReadAllLinesAsync<Row>(artifact)).ToArray());
    }

    [TestMethod]
    public async Task ReadLinesAsync_BadLine_IsNamed()
    {
        ArtifactRef artifact = await store.PutBytesAsync("{\"instruction\":\"a\",\"weight\":1}\n{\"instr\n"u8.ToArray());

        InvalidDataException error = await Assert.ThrowsExactlyAsync<InvalidDataException>(() => store.ReadAllLinesAsync<Row>(artifact));

        StringAssert.Contains(error.Message, "line 2");
        StringAssert.Contains(error.Message, artifact.Digest);
    }

    [TestMethod]
    public async Task ReadLinesAsync_DamagedArtifact_YieldsNoLine()
    {
        ArtifactRef artifact = await store.PutLinesAsync([new Row("a", null, Level.VeryHard, 1), new Row("b", null, Level.VeryHard, 1)]);
        byte[] bytes = await File.ReadAllBytesAsync(store.PathOf(artifact));
        bytes[^5] ^= 1;
        await File.WriteAllBytesAsync(store.PathOf(artifact), bytes);
        int yielded = 0;

        await Assert.ThrowsExactlyAsync<ArtifactLostException>(async () =>
        {
            await foreach (Row _ in store.ReadLinesAsync<Row>(artifact))
            {
                yielded++;
            }
        });

        Assert.AreEqual(0, yielded);
    }

    private sealed record Row(string Instruction, string? Note, Level Level, double Weight);
}
