using Tapir.Host.Runs;
using Tapir.Host.State;
using Tapir.Host.Tests.Serving;

namespace Tapir.Host.Tests.Runs;

/// <summary>Removals that a kill has cut off between two steps, and the next start.</summary>
[TestClass]
public sealed class RunRemovalTests
{
    [TestMethod]
    public async Task Finish_CutOffBeforeAnythingWasRemoved_TheRunIsThereAsBefore()
    {
        await using ServedRuns served = await ServedRuns.StartAsync(places: 0);
        RunRecord run = await served.CancelledAsync();
        new RemovedRuns(served.State.RemovedRuns).Begin(run.Id);

        await RestartAsync(served);

        Assert.AreEqual("cancelled", await served.StatusAsync(served.Engine.Runs.Get(run.Id)));
        Assert.IsEmpty(served.Engine.Runs.Leaving);
    }

    [TestMethod]
    public async Task Finish_CutOffAfterTheRecord_RemovesTheRest()
    {
        await using ServedRuns served = await ServedRuns.StartAsync(places: 0);
        RunRecord run = await served.CancelledAsync();
        string folder = served.Engine.Runs.FolderOf(run.Id);
        await File.WriteAllTextAsync(Path.Combine(folder, "report.html"), "<html>");
        new RemovedRuns(served.State.RemovedRuns).Begin(run.Id);
        File.Delete(Path.Combine(folder, "run.json"));

        await RestartAsync(served);

        Assert.IsFalse(Directory.Exists(folder));
        await AssertGoneAsync(served, run);
    }

    [TestMethod]
    public async Task Finish_CutOffBeforeTheHub_RemovesTheRest()
    {
        await using ServedRuns served = await ServedRuns.StartAsync(places: 0);
        RunRecord run = await served.CancelledAsync();
        served.Engine.Runs.Delete(run.Id);

        await RestartAsync(served);

        await AssertGoneAsync(served, run);
    }

    [TestMethod]
    public async Task Finish_CutOffAfterTheHub_TakesNoteOfIt()
    {
        await using ServedRuns served = await ServedRuns.StartAsync(places: 0);
        RunRecord run = await served.CancelledAsync();
        served.Engine.Runs.Delete(run.Id);
        await served.Family(run).PurgeAsync(CancellationToken.None);

        await RestartAsync(served);

        await AssertGoneAsync(served, run);
    }

    [TestMethod]
    public void Begin_DamagedFile_IsNotTakenForNone()
    {
        using TemporaryFolder folder = new();
        string path = folder.Write("removed.json", "{");

        StringAssert.Contains(Assert.ThrowsExactly<StateException>(() => new RemovedRuns(path).Begin("mine-1")).Message, "removed.json' is damaged");
    }

    private static async Task RestartAsync(ServedRuns served)
    {
        await served.SwitchOffAsync();
        await served.SwitchOnAsync();
    }

    private static async Task AssertGoneAsync(ServedRuns served, RunRecord run)
    {
        Assert.IsEmpty(await served.Family(run).InstancesAsync(CancellationToken.None));
        Assert.IsEmpty(served.Engine.Runs.Leaving);
        Assert.AreNotEqual(run.Id, (await served.RecordAsync()).Id);
    }
}
