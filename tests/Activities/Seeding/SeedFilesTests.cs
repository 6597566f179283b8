using System.Text;
using System.Text.Json;
using Tapir.Activities.Seeding;
using Tapir.Artifacts;
using Tapir.Curriculum.Examples;
using Tapir.Datasets;
using Tapir.Orchestrations.Seeding;
using Tapir.Orchestrations.Specs;

namespace Tapir.Activities.Tests.Seeding;

[TestClass]
public sealed class SeedFilesTests
{
    private const string Sentence = "of the old stone bridge that crosses the river near the quiet northern village";

    [TestMethod]
    public async Task ImportAsync_Limit_UsesSoManyRowsOfAll()
    {
        await using ActivityHouse house = new();

        SeedDataset seed = await ImportAsync(house, Rows(20), new SeedSpec { Limit = 10 });

        Assert.AreEqual(10, seed.PoolCount + seed.HeldOutCount);
        Assert.AreEqual(20, seed.RowsRead);
        Assert.AreEqual(0, seed.OverlappingOf(new SeedSpec { Limit = 10 }));
    }

    [TestMethod]
    public async Task ImportAsync_ManyHeldOutRowsWanted_HoldsOutAFifthAtMost()
    {
        await using ActivityHouse house = new();

        SeedDataset seed = await ImportAsync(house, Rows(20), new SeedSpec());

        Assert.AreEqual(4, seed.HeldOutCount);
        Assert.AreEqual(16, seed.PoolCount);
        Assert.IsFalse(seed.Verifiable);
    }

    [TestMethod]
    public async Task ImportAsync_RowsShareThirteenWordsWithAHeldOutOne_AreDroppedAndCounted()
    {
        await using ActivityHouse house = new();
        string[] alike = [.. Enumerable.Range(0, 14).Select(number => Row($"Write {number} lines about the history {Sentence}."))];

        SeedDataset seed = await ImportAsync(house, [.. Rows(6), .. alike], new SeedSpec());

        int heldOut = CountAlike(await ReadAsync(house, seed.HeldOut));
        Assert.IsGreaterThan(0, heldOut, "the split that this is about");
        Assert.AreEqual(0, CountAlike(await ReadAsync(house, [seed.Pool])));
        Assert.AreEqual(alike.Length - heldOut, seed.OverlappingOf(new SeedSpec()));
    }

    [TestMethod]
    public async Task ImportAsync_BadRows_AreSetAsideUnderTheUsersFileNameAndAllCounted()
    {
        await using ActivityHouse house = new();

        SeedDataset seed = await ImportAsync(house, [.. Rows(10), .. Enumerable.Repeat("{\"instruction\": \"torn", 30)], new SeedSpec());

        Assert.AreEqual(10, seed.RowsRead);
        Assert.AreEqual(30, seed.RowsRejected);
        Assert.AreEqual(30, seed.RejectedReasons.Values.Sum());
        StringAssert.Contains(Encoding.UTF8.GetString(await house.Artifacts.ReadBytesAsync(seed.Rejected!.Value)), "\"file\":\"rows.jsonl\",\"line\":11");
    }

    [TestMethod]
    public async Task ImportAsync_FileNamedAsTheRejectedOne_IsReadAll()
    {
        await using ActivityHouse house = new();

        SeedDataset seed = await ImportAsync(house, Rows(10), new SeedSpec(), "rejected.jsonl");

        Assert.AreEqual(10, seed.PoolCount + seed.HeldOutCount);
        Assert.IsNull(seed.Rejected);
    }

    [TestMethod]
    public async Task ImportAsync_TwoFilesOfTwoForms_JoinsTheirRowsUnderIdsOfTheirOwn()
    {
        await using ActivityHouse house = new();
        string[] problems = [.. Enumerable.Range(0, 10).Select(number => JsonSerializer.Serialize(new { question = $"What is {number} and {number}?", answer = $"Added: #### {2 * number}" }))];

        SeedDataset seed = await ImportAsync(house, Rows(10), new SeedSpec(), "rows.jsonl", await StoreAsync(house, "problems.jsonl", problems));

        Example[] all = [.. await ReadAsync(house, [seed.Pool]), .. await ReadAsync(house, seed.HeldOut)];
        Assert.HasCount(20, all);
        Assert.HasCount(20, all.Select(example => example.Id).Distinct().ToArray());
        Assert.HasCount(10, all.Where(example => example.Id.StartsWith("problems.jsonl#", StringComparison.Ordinal)).ToArray());
        Assert.AreEqual(20, seed.RowsRead);
        Assert.AreEqual("Tapir, Gsm8k", seed.Format);
        Assert.AreEqual(20, seed.LabelSources.Values.Sum());
    }

    [TestMethod]
    public async Task ImportAsync_TwoFilesAndALimit_TakesSoManyOfEach()
    {
        await using ActivityHouse house = new();
        SeedSpec spec = new() { Limit = 8 };

        SeedDataset seed = await ImportAsync(house, Rows(100), spec, "many.jsonl", await StoreAsync(house, "few.jsonl", [.. Enumerable.Range(0, 12).Select(number => Row($"Name {number} rivers of Peru."))]));

        Example[] all = [.. await ReadAsync(house, [seed.Pool]), .. await ReadAsync(house, seed.HeldOut)];
        Assert.HasCount(16, all);
        Assert.HasCount(8, all.Where(example => example.Id.StartsWith("few.jsonl#", StringComparison.Ordinal)).ToArray());
        Assert.AreEqual(0, seed.OverlappingOf(spec));
    }

    [TestMethod]
    public async Task ImportAsync_BadRowsInBothFiles_AreSetAsideUnderEachFilesName()
    {
        await using ActivityHouse house = new();

        SeedDataset seed = await ImportAsync(
            house, [.. Rows(10), "{\"instruction\": \"torn"], new SeedSpec(), "rows.jsonl", await StoreAsync(house, "more.jsonl", [Row("Name a river."), "{\"other\": 1}"]));

        string rejected = Encoding.UTF8.GetString(await house.Artifacts.ReadBytesAsync(seed.Rejected!.Value));
        StringAssert.Contains(rejected, "\"file\":\"rows.jsonl\",\"line\":11");
        StringAssert.Contains(rejected, "\"file\":\"more.jsonl\",\"line\":2");
        Assert.AreEqual(2, seed.RowsRejected);
        Assert.AreEqual(2, seed.RejectedReasons.Values.Sum());
    }

    [TestMethod]
    public async Task ImportAsync_OneRow_SaysThatThereAreTooFew()
    {
        await using ActivityHouse house = new();

        DatasetException error = await Assert.ThrowsExactlyAsync<DatasetException>(() => ImportAsync(house, Rows(1), new SeedSpec()));

        StringAssert.Contains(error.Message, "too few usable rows");
    }

    [TestMethod]
    public async Task ImportAsync_SameFileAndSeed_IsTheSame()
    {
        await using ActivityHouse house = new();

        SeedDataset one = await ImportAsync(house, Rows(30), new SeedSpec());
        SeedDataset other = await ImportAsync(house, Rows(30), new SeedSpec());

        Assert.AreEqual(one.Pool, other.Pool);
        Assert.AreSequenceEqual(one.HeldOut, other.HeldOut);
    }

    private static string[] Rows(int count) => [.. Enumerable.Range(0, count).Select(number => Row($"Say the number {number} in French and in Italian."))];

    private static string Row(string instruction) => JsonSerializer.Serialize(new { instruction, response = $"An answer to: {instruction}", task = "Writing" });

    private static int CountAlike(IEnumerable<Example> examples) => examples.Count(example => example.Instruction.Contains(Sentence, StringComparison.Ordinal));

    private static async Task<SeedDataset> ImportAsync(ActivityHouse house, IEnumerable<string> rows, SeedSpec spec, string name = "rows.jsonl", params SeedSource[] also)
    {
        ArtifactRef file = await house.Artifacts.PutBytesAsync(Encoding.UTF8.GetBytes(string.Join('\n', rows)));
        return await new SeedFiles(house.Artifacts, house.Rooms.Scratch).ImportAsync(
            new ImportSeed(file, name, spec, new EvaluationSpec(), RandomSeed: 3) { Also = also }, CancellationToken.None);
    }

    private static async Task<SeedSource> StoreAsync(ActivityHouse house, string name, IEnumerable<string> rows) =>
        new(name, await house.Artifacts.PutBytesAsync(Encoding.UTF8.GetBytes(string.Join('\n', rows))));

    private static async Task<IReadOnlyList<Example>> ReadAsync(ActivityHouse house, IReadOnlyList<ArtifactRef> shards) =>
        await house.Artifacts.ReadShardsAsync<Example>(shards, CancellationToken.None);
}
