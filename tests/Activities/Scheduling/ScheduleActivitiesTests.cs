using Tapir.Artifacts;
using Tapir.Datasets;
using Tapir.Orchestrations.Scheduling;
using Tapir.Orchestrations.Specs;

namespace Tapir.Activities.Tests.Scheduling;

[TestClass]
public sealed class ScheduleActivitiesTests : IAsyncDisposable
{
    private readonly ActivityHouse house = new();

    public async ValueTask DisposeAsync() => await house.DisposeAsync();

    [TestMethod]
    public async Task StartRun_Twice_IsOneRunAndTheSecondFindsItAlthoughItIsOpen()
    {
        Assert.AreEqual(new RunStarted("mine-1"), await StartAsync("key-1", previous: null, OverlapPolicy.Cancel));
        Assert.AreEqual(new RunStarted("mine-1"), await StartAsync("key-1", previous: null, OverlapPolicy.Cancel));

        Assert.AreSequenceEqual(["record mine-1"], house.Starts.Log.ToArray());
    }

    [TestMethod]
    [DataRow(OverlapPolicy.Skip)]
    [DataRow(OverlapPolicy.Queue)]
    public async Task StartRun_PreviousIsOpen_StartsNothing(OverlapPolicy overlap)
    {
        await StartAsync("key-1", previous: null, overlap);

        Assert.AreEqual(new PreviousRunOpen("mine-1"), await StartAsync("key-2", "mine-1", overlap));
        Assert.AreSequenceEqual(["record mine-1"], house.Starts.Log.ToArray());
    }

    [TestMethod]
    public async Task StartRun_PreviousIsOpenAndToBeCancelled_CancelsItFirst()
    {
        await StartAsync("key-1", previous: null, OverlapPolicy.Cancel);

        Assert.AreEqual(new RunStarted("mine-2"), await StartAsync("key-2", "mine-1", OverlapPolicy.Cancel));
        Assert.AreSequenceEqual(["record mine-1", "cancel mine-1", "record mine-2"], house.Starts.Log.ToArray());
    }

    [TestMethod]
    public async Task StartRun_PreviousIsOver_IsMade()
    {
        await StartAsync("key-1", previous: null, OverlapPolicy.Skip);
        house.Starts.Open.Clear();

        Assert.AreEqual(new RunStarted("mine-2"), await StartAsync("key-2", "mine-1", OverlapPolicy.Skip));
    }

    [TestMethod]
    public async Task StartRun_SeedCannotBeUsed_IsRefusedWithTheReason()
    {
        house.Starts.Refusal = new DatasetException("'seed.jsonl' is empty.");

        Assert.AreEqual(new StartRefused("'seed.jsonl' is empty."), await StartAsync("key-1", previous: null, OverlapPolicy.Skip));
    }

    [TestMethod]
    public async Task StartRun_FromFiles_IsGivenWhatWasReadAndSaysWhereFrom()
    {
        ArtifactRef content = await house.Artifacts.PutBytesAsync("rows"u8.ToArray());
        SeedSet set = new("digest", content, "/data/in/a.jsonl", 1, 2, 0);
        RunSpec spec = new() { Name = "mine", Seed = new SeedSpec { Limit = 7 } };

        await house.Runner.RunAsync(ScheduleFunctions.StartRun, new StartScheduledRun("key-1", spec, null, OverlapPolicy.Skip) { Seed = set }, "schedule:nightly");

        Assert.AreEqual(content, house.Starts.Seeds["/data/in/a.jsonl"]);
    }

    /// <summary>So that the recorded call is of a set that is taken, and not of a look that sees nothing.</summary>
    [TestMethod]
    public async Task LookAtData_RecordedCall_IsOneStartOfBothFiles()
    {
        WatchLook look = await house.Runner.RunAsync(ScheduleFunctions.LookAtData, await house.InputOfAsync<LookAtData>("scheduling.look-at-data"), "schedule:incoming");

        Assert.AreEqual((2, 2), (look.Due.Single().Seed!.Files, look.Due.Single().Seed!.Rows));
    }

    [TestMethod]
    public async Task LookAtClock_UnknownTimeZone_SaysSoAndHowToWriteOne()
    {
        TimeZoneNotFoundException error = await Assert.ThrowsExactlyAsync<TimeZoneNotFoundException>(() => house.Runner.RunAsync(
            ScheduleFunctions.LookAtClock,
            new LookAtClock("nightly", new CronTrigger("0 2 * * *", "Europe/Berln"), DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch),
            "schedule:nightly"));

        StringAssert.Contains(error.Message, "knows no time zone 'Europe/Berln'; write it as in Europe/Berlin");
    }

    private Task<StartOutcome> StartAsync(string key, string? previous, OverlapPolicy overlap) =>
        house.Runner.RunAsync(ScheduleFunctions.StartRun, new StartScheduledRun(key, new RunSpec { Name = "mine" }, previous, overlap), "schedule:nightly");
}
