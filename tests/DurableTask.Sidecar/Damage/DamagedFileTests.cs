namespace Tapir.DurableTask.Sidecar.Tests.Damage;

/// <summary>A bit is flipped anywhere in a hub's files, or one of them is cut short: the hub is refused with a sentence, or each row that is no longer what it was is named.</summary>
[TestClass]
public sealed class DamagedFileTests
{
    private const int Seeds = 200;

    public required TestContext TestContext { get; init; }

    [TestMethod]
    [DataRow(false, DisplayName = "after its end")]
    [DataRow(true, DisplayName = "after a kill")]
    public async Task Open_OfAFileWithAFlippedBit_IsRefusedOrEachDamagedRowIsNamed(bool killed)
    {
        await using Specimen whole = await Specimen.MakeAsync(killed);
        Dictionary<(string Table, long Instance, string Key), string> expected = await RowsOfAsync(whole);
        int refused = 0;
        int named = 0;
        for (int seed = 0; seed < Seeds; seed++)
        {
            Random random = new(seed);
            await using Specimen damaged = whole.Copy();
            string part = whole.Files[random.Next(whole.Files.Count)];
            long length = new FileInfo(whole.Hub + part).Length;
            // Every fourth in the first page, where the file describes itself.
            long place = random.NextInt64(random.Next(4) == 0 ? Math.Min(length, 4096) : length);
            damaged.Flip(part, place, random.Next(8));
            switch (await JudgeAsync(expected, damaged, $"seed {seed}: a bit flipped at {place} of '{part}'"))
            {
                case Outcome.Refused:
                    refused++;
                    break;
                case Outcome.Named:
                    named++;
                    break;
                default:
                    break;
            }
        }

        TestContext.WriteLine($"{refused} refused, {named} named, {Seeds - refused - named} without consequence");
        Assert.IsGreaterThan(Seeds / 20, refused);
        Assert.IsTrue(killed || named > Seeds / 20, $"only {named} were named");
    }

    [TestMethod]
    [DataRow(false, DisplayName = "after its end")]
    [DataRow(true, DisplayName = "after a kill")]
    public async Task Open_OfAFileCutShort_IsRefused(bool killed)
    {
        await using Specimen whole = await Specimen.MakeAsync(killed);
        for (int seed = 0; seed < Seeds / 4; seed++)
        {
            Random random = new(seed);
            await using Specimen damaged = whole.Copy();
            string part = killed ? "-wal" : string.Empty;
            long length = random.NextInt64(1, new FileInfo(whole.Hub + part).Length);
            damaged.Cut(part, length);
            Assert.AreEqual(Outcome.Refused, await JudgeAsync(await RowsOfAsync(whole), damaged, $"seed {seed}: '{part}' cut to {length}"));
        }
    }

    [TestMethod]
    public async Task Open_BesideTheIndexOfAnEarlierLog_Opens()
    {
        await using Specimen earlier = await Specimen.MakeAsync(killed: true);
        await using Specimen whole = await Specimen.MakeAsync(killed: true);
        Dictionary<(string Table, long Instance, string Key), string> expected = await RowsOfAsync(whole);
        await using Specimen mixed = whole.Copy();
        File.Copy(earlier.Hub + "-shm", mixed.Hub + "-shm", overwrite: true);

        Assert.AreEqual(Outcome.None, await JudgeAsync(expected, mixed, "the index is of another log"));
    }

    [TestMethod]
    public async Task Open_OfAHubWithoutItsFirstBytes_IsRefused()
    {
        await using Specimen whole = await Specimen.MakeAsync(killed: true);
        await using Specimen damaged = whole.Copy();
        damaged.Cut(string.Empty, 0);

        Assert.AreEqual(Outcome.Refused, await JudgeAsync(await RowsOfAsync(whole), damaged, "the hub is empty beside its write-ahead file"));
    }

    private static async Task<Outcome> JudgeAsync(Dictionary<(string Table, long Instance, string Key), string> expected, Specimen damaged, string what)
    {
        TaskHub hub;
        try
        {
            hub = damaged.Open();
        }
        catch (TaskHubException refusal)
        {
            Assert.Contains(damaged.Hub, refusal.Message, what);
            Assert.EndsWith(".", refusal.Message, what);
            return Outcome.Refused;
        }

        using (hub)
        {
            IReadOnlyList<DamagedRow> found = await hub.CheckAsync(CancellationToken.None);
            Dictionary<(string Table, long Instance, string Key), string> actual = HubRows.Of(damaged.Hub);
            (string Table, long Instance, string Key)[] changed = [.. expected.Where(row => actual.GetValueOrDefault(row.Key) != row.Value).Select(row => row.Key)];
            (string Table, long Instance, string Key)[] unnamed = [.. changed.Where(row => !found.Any(named => named.Table == row.Table || (row.Table == "history" && named.Instance == row.Instance)))];
            Assert.IsEmpty(unnamed, $"{what}: not named: {string.Join("; ", unnamed)}; named: {string.Join("; ", found)}");
            Assert.IsTrue(found.Count == 0 || changed.Length > 0 || found.All(row => row.How.Contains("checksum", StringComparison.Ordinal)), $"{what}: a false alarm: {string.Join("; ", found)}");
            Assert.IsInRange(0, 3, changed.Length, $"{what}: {string.Join("; ", changed)}");
            return found.Count > 0 ? Outcome.Named : Outcome.None;
        }
    }

    private static async Task<Dictionary<(string Table, long Instance, string Key), string>> RowsOfAsync(Specimen whole)
    {
        // A file that is looked at is no longer as it was after a kill.
        await using Specimen copy = whole.Copy();
        return HubRows.Of(copy.Hub);
    }

    private enum Outcome
    {
        /// <summary>Nobody notices: it was in a place that is not in use.</summary>
        None,

        Named,

        Refused,
    }
}
