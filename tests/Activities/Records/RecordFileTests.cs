using Tapir.Activities.Records;

namespace Tapir.Activities.Tests.Records;

[TestClass]
public sealed class RecordFileTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("tapir-records-").FullName;

    private string FilePath => Path.Combine(folder, "said.jsonl");

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [TestMethod]
    public async Task ReadAsync_NoFile_IsNothing() => Assert.IsEmpty(await ReadAsync());

    [TestMethod]
    public async Task AppendAsync_Several_AreReadInTheirOrder()
    {
        await AppendAsync("a", "b\nc", "größer");

        Assert.AreSequenceEqual(["a", "b\nc", "größer"], await ReadAsync());
    }

    [TestMethod]
    [DataRow("{\"text\":\"hal")]
    [DataRow("{")]
    [DataRow("{\"text\":\"a\"")]
    public async Task AppendAsync_LastLineWasTorn_LosesNeitherTheOneBeforeNorTheOneAfter(string torn)
    {
        await AppendAsync("before");
        await File.AppendAllTextAsync(FilePath, torn);
        Assert.AreSequenceEqual(["before"], await ReadAsync());

        await AppendAsync("after");

        Assert.AreSequenceEqual(["before", "after"], await ReadAsync());
    }

    [TestMethod]
    public async Task AppendAsync_ManyAtATime_LosesNone()
    {
        await Task.WhenAll(Enumerable.Range(0, 20).Select(number => Task.Run(() => AppendAsync($"{number}"))));

        Assert.AreSequenceEqual(Enumerable.Range(0, 20).ToArray(), (await ReadAsync()).Select(int.Parse).Order().ToArray());
    }

    [TestMethod]
    public async Task AppendOnceAsync_EqualLineIsThere_AddsNothing()
    {
        await AppendAsync("a", "b");

        await new RecordFile<Said>(FilePath).AppendOnceAsync(new Said("a"), CancellationToken.None);
        await new RecordFile<Said>(FilePath).AppendOnceAsync(new Said("c"), CancellationToken.None);

        Assert.AreSequenceEqual(["a", "b", "c"], await ReadAsync());
    }

    [TestMethod]
    public async Task AppendOnceAsync_EqualLineWasTorn_AddsItWhole()
    {
        await AppendAsync("a");
        await File.AppendAllTextAsync(FilePath, "{\"text\":\"b");

        await new RecordFile<Said>(FilePath).AppendOnceAsync(new Said("b"), CancellationToken.None);

        Assert.AreSequenceEqual(["a", "b"], await ReadAsync());
    }

    [TestMethod]
    public async Task AppendOnceAsync_ManyAtATime_AddsOne()
    {
        await Task.WhenAll(Enumerable.Range(0, 20).Select(number => Task.Run(() => new RecordFile<Said>(FilePath).AppendOnceAsync(new Said("a"), CancellationToken.None))));

        Assert.AreSequenceEqual(["a"], await ReadAsync());
    }

    private async Task AppendAsync(params string[] texts)
    {
        foreach (string text in texts)
        {
            await new RecordFile<Said>(FilePath).AppendAsync(new Said(text), CancellationToken.None);
        }
    }

    private async Task<string[]> ReadAsync() => [.. (await new RecordFile<Said>(FilePath).ReadAsync(CancellationToken.None)).Select(said => said.Text)];

    private sealed record Said(string Text);
}
