using Tapir.Orchestrations.Scheduling;

namespace Tapir.Activities.Tests.Scheduling.Watching;

[TestClass]
public sealed class DataWatchTests : IDisposable
{
    private readonly MemoryPlace place = new();
    private readonly Watcher watcher;

    public DataWatchTests() => watcher = new Watcher(place);

    public void Dispose() => watcher.Dispose();

    [TestMethod]
    public async Task LookAsync_OneFileSettles_IsTheSetAsItIs()
    {
        string rows = Rows("a", 3);
        place.Write("a.jsonl", rows);

        SeedSet set = (await watcher.LookOnAsync()).Single();

        Assert.AreEqual(rows, await watcher.TextOfAsync(set));
        Assert.AreEqual(("/data/in/a.jsonl", 1, 3, 0), (set.Name, set.Files, set.Rows, set.RowsRejected));
        Assert.AreEqual(new WatchSight(watcher.Memory.Sight!.At, 1, 0, WatchPhase.Quiet), watcher.Memory.Sight);
    }

    [TestMethod]
    public async Task LookAsync_OnTheWay_ShowsWhatItSeesAndTakesNothing()
    {
        place.Write("a.jsonl", Rows("a", 3));

        WatchPhase[] phases = new WatchPhase[5];
        for (int look = 0; look < phases.Length; look++)
        {
            Assert.IsNull(await watcher.LookAsync(mayTake: look < 4));
            phases[look] = watcher.Memory.Sight!.Phase;
        }

        Assert.AreSequenceEqual([WatchPhase.Changing, WatchPhase.Settling, WatchPhase.Settling, WatchPhase.Settling, WatchPhase.Waiting], phases);
        Assert.IsNotNull(await watcher.LookAsync());
    }

    [TestMethod]
    public async Task LookAsync_SeveralFilesOfDifferentForms_AreOneSetOfAllTheirRows()
    {
        place.Write("b/later.json", """[{ "instruction": "Say b.", "input": "", "output": "b" }, { "no": "row" }]""");
        place.Write("a.jsonl", Rows("a", 2));

        SeedSet set = (await watcher.LookOnAsync()).Single();

        Assert.AreEqual(("/data/in", 2, 3, 1), (set.Name, set.Files, set.Rows, set.RowsRejected));
        Assert.AreEqual(
            """
            {"id":"a.jsonl#seed-1","instruction":"Say a1.","response":"a1"}
            {"id":"a.jsonl#seed-2","instruction":"Say a2.","response":"a2"}
            {"id":"b/later.json#seed-1","instruction":"Say b.","response":"b"}

            """,
            await watcher.TextOfAsync(set));
    }

    [TestMethod]
    public async Task LookAsync_FurtherFile_IsASetWithoutThoseBefore()
    {
        place.Write("a.jsonl", Rows("a", 2));
        await watcher.LookOnAsync();
        place.Opened.Clear();

        place.Write("b.jsonl", Rows("b", 2));
        SeedSet set = (await watcher.LookOnAsync()).Single();

        Assert.AreEqual(Rows("b", 2), await watcher.TextOfAsync(set));
        Assert.DoesNotContain("a.jsonl", place.Opened);
    }

    [TestMethod]
    [DataRow("a.jsonl.part")]
    [DataRow("a.jsonl.tmp")]
    [DataRow(".a.jsonl")]
    [DataRow(".hidden/a.jsonl")]
    [DataRow("a.jsonl~")]
    [DataRow("readme.md")]
    public async Task LookAsync_NameIsNoData_IsNotSeen(string name)
    {
        place.Write(name, Rows("a", 2));

        Assert.IsEmpty(await watcher.LookOnAsync());
        Assert.AreEqual(0, watcher.Memory.Sight!.Files);
        Assert.IsNull(watcher.Memory.Problem);
    }

    [TestMethod]
    public async Task LookAsync_TemporaryNameInsideThePattern_IsNotSeen()
    {
        using Watcher all = new(place, new WatchTrigger(place.Name) { Pattern = "*" });
        place.Write("a.jsonl.part", Rows("a", 2));
        place.Write("b.txt", Rows("b", 2));

        Assert.AreEqual("/data/in/b.txt", (await all.LookOnAsync()).Single().Name);
    }

    [TestMethod]
    public async Task LookAsync_EmptyFile_IsWaitedForUntilItHasContent()
    {
        place.Write("a.jsonl", "");
        Assert.IsEmpty(await watcher.LookOnAsync());
        Assert.IsNull(watcher.Memory.Problem);

        place.Write("a.jsonl", Rows("a", 2));

        Assert.HasCount(1, await watcher.LookOnAsync());
    }

    [TestMethod]
    public async Task LookAsync_EndsInTheMiddleOfARow_IsLeftOutUntilItIsWholeAndToldOnce()
    {
        place.Write("torn.jsonl", Rows("a", 2) + "{\"instruction\": \"Say");
        place.Write("whole.jsonl", Rows("b", 2));

        Assert.AreEqual("/data/in/whole.jsonl", (await watcher.LookOnAsync()).Single().Name);
        StringAssert.Contains(watcher.Memory.Problem, "'/data/in/torn.jsonl' ends in the middle of a row");
        place.Write("c.jsonl", Rows("c", 2));
        Assert.AreEqual("/data/in/c.jsonl", (await watcher.LookOnAsync()).Single().Name);
        Assert.HasCount(1, watcher.Told);

        place.Write("torn.jsonl", Rows("a", 3));
        Assert.AreEqual("/data/in/torn.jsonl", (await watcher.LookOnAsync()).Single().Name);
        Assert.IsNull(watcher.Memory.Problem);
    }

    [TestMethod]
    public async Task LookAsync_FileCannotBeUsed_IsToldOnceAndHoldsUpNoOther()
    {
        place.Write("bad.json", "no rows at all");
        place.Write("good.jsonl", Rows("a", 2));

        Assert.AreEqual("/data/in/good.jsonl", (await watcher.LookOnAsync()).Single().Name);
        await watcher.LookOnAsync();
        StringAssert.Contains(watcher.Memory.Problem, "/data/in/bad.json: none of its 1 rows can be used");
        StringAssert.Contains(watcher.Told.Single(), "incoming");

        place.Delete("bad.json");
        await watcher.LookOnAsync();
        Assert.IsNull(watcher.Memory.Problem);
    }

    [TestMethod]
    public async Task LookAsync_FileMayNotBeRead_IsToldOnceAndTakenWhenItMay()
    {
        place.Write("a.jsonl", Rows("a", 2));
        place.Write("locked.jsonl", Rows("b", 2));
        place.Locked.Add("locked.jsonl");

        Assert.AreEqual("/data/in/a.jsonl", (await watcher.LookOnAsync()).Single().Name);
        await watcher.LookOnAsync();
        StringAssert.Contains(watcher.Told.Single(), "'/data/in/locked.jsonl' cannot be read: Access is denied.");

        // Rights are nothing that a listing shows.
        place.Locked.Clear();
        Assert.AreEqual("/data/in/locked.jsonl", (await watcher.LookOnAsync()).Single().Name);
        Assert.IsNull(watcher.Memory.Problem);
    }

    [TestMethod]
    public async Task LookAsync_PlaceIsAway_IsToldOnceAndGoesOnWhenItIsBack()
    {
        place.Write("a.jsonl", Rows("a", 2));
        await watcher.LookAsync();
        place.Outage = "The share is not mounted.";

        Assert.IsEmpty(await watcher.LookOnAsync());
        Assert.AreEqual("The share is not mounted.", watcher.Memory.Problem);
        Assert.AreEqual(WatchPhase.Away, watcher.Memory.Sight!.Phase);
        Assert.HasCount(1, watcher.Told);

        place.Outage = null;
        Assert.HasCount(1, await watcher.LookOnAsync());
        Assert.IsNull(watcher.Memory.Problem);
    }

    [TestMethod]
    public async Task LookAsync_ContentChangesUnderTheSameSizeAndTime_WaitsUntilItStandsStill()
    {
        place.Write("a.jsonl", Rows("a", 2));
        await watcher.LookAsync();
        await watcher.LookAsync();
        place.WriteSecretly("a.jsonl", Rows("b", 2));
        await watcher.LookAsync();
        await watcher.LookAsync();

        Assert.IsNull(await watcher.LookAsync(), "It has settled by size and time, and not by content.");

        Assert.AreEqual(Rows("b", 2), await watcher.TextOfAsync((await watcher.LookOnAsync()).Single()));
    }

    [TestMethod]
    public async Task LookAsync_WrittenWhileItIsRead_IsTakenWholeAfterwards()
    {
        place.Write("a.jsonl", Rows("a", 2));
        place.Write("b.jsonl", Rows("b", 2));
        for (int look = 0; look < 4; look++)
        {
            await watcher.LookAsync();
        }

        place.OnOpen = name =>
        {
            if (name == "b.jsonl")
            {
                place.OnOpen = _ => { };
                place.Write("a.jsonl", Rows("c", 2));
            }
        };
        Assert.IsNull(await watcher.LookAsync());

        string text = await watcher.TextOfAsync((await watcher.LookOnAsync()).Single());
        StringAssert.Contains(text, "Say c1.");
        Assert.DoesNotContain("Say a1.", text);
    }

    [TestMethod]
    public async Task LookAsync_ContentThatWasInASet_IsNeverInAnother()
    {
        place.Write("a.jsonl", Rows("a", 2));
        await watcher.LookOnAsync();

        // Touched, copied, renamed, changed and changed back, gone and here again.
        place.Write("a.jsonl", Rows("a", 2));
        Assert.IsEmpty(await watcher.LookOnAsync());
        place.Write("copy.jsonl", Rows("a", 2));
        Assert.IsEmpty(await watcher.LookOnAsync());
        place.Delete("a.jsonl");
        Assert.IsEmpty(await watcher.LookOnAsync());
        place.Write("copy.jsonl", Rows("b", 2));
        Assert.HasCount(1, await watcher.LookOnAsync());
        place.Write("copy.jsonl", Rows("a", 2));
        Assert.IsEmpty(await watcher.LookOnAsync());
        place.Delete("copy.jsonl");
        Assert.IsEmpty(await watcher.LookOnAsync());
        place.Write("b.jsonl", Rows("b", 2));
        Assert.IsEmpty(await watcher.LookOnAsync());
    }

    [TestMethod]
    public async Task LookAsync_TwoFilesWithOneContent_AreInTheSetOnce()
    {
        place.Write("a.jsonl", Rows("a", 2));
        place.Write("b.jsonl", Rows("a", 2));

        SeedSet set = (await watcher.LookOnAsync()).Single();

        Assert.AreEqual((1, 2), (set.Files, set.Rows));
    }

    [TestMethod]
    public async Task LookAsync_TooFewRows_GoWithWhatComesNext()
    {
        place.Write("a.jsonl", Rows("a", 1));
        Assert.IsEmpty(await watcher.LookOnAsync());
        StringAssert.Contains(watcher.Memory.Problem, "has 1 usable row; a run needs at least 2");

        place.Write("b.jsonl", Rows("b", 1));
        SeedSet set = (await watcher.LookOnAsync()).Single();

        Assert.AreEqual((2, 2), (set.Files, set.Rows));
        Assert.IsNull(watcher.Memory.Problem);
    }

    [TestMethod]
    public async Task LookAsync_StampsTellContent_ReadsOnce()
    {
        MemoryPlace blobs = new() { StampsTellContent = true };
        using Watcher other = new(blobs);
        blobs.Write("a.jsonl", Rows("a", 2));

        Assert.HasCount(1, await other.LookOnAsync());

        Assert.AreSequenceEqual(["a.jsonl"], blobs.Opened.ToArray());
    }

    /// <summary>Ten thousand files that stand still are listed and not read; one more costs the reading of one.</summary>
    [TestMethod]
    public async Task LookAsync_TenThousandFiles_AreOneSetAndReadNoMoreThanNeeded()
    {
        for (int number = 0; number < 10_000; number++)
        {
            place.Write($"{number:00000}.jsonl", Rows($"{number}-", 1));
        }

        Assert.AreEqual(10_000, (await watcher.LookOnAsync()).Single().Rows);
        Assert.HasCount(20_000, place.Opened, "Once to see that they stand still, and once to take them.");
        place.Opened.Clear();
        await watcher.LookOnAsync();
        Assert.IsEmpty(place.Opened);

        place.Write("one-more.jsonl", Rows("more", 2));
        Assert.AreEqual(2, (await watcher.LookOnAsync()).Single().Rows);
        Assert.HasCount(2, place.Opened);
    }

    private static string Rows(string word, int count) =>
        string.Concat(Enumerable.Range(1, count).Select(row => $$"""{"instruction": "Say {{word}}{{row}}.", "response": "{{word}}{{row}}"}""" + "\n"));
}
