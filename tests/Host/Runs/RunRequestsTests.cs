using Tapir.Artifacts;
using Tapir.Datasets;
using Tapir.Host.Runs;
using Tapir.Host.Specs;
using Tapir.Host.State;
using Tapir.Orchestrations.Specs;

namespace Tapir.Host.Tests.Runs;

[TestClass]
public sealed class RunRequestsTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly StateFolder state;
    private readonly HashSet<string> inHub = [];

    public RunRequestsTests() => state = StateFolder.Open(folder.File("state"));

    public void Dispose() => folder.Dispose();

    [TestMethod]
    public async Task RecordAsync_SameKeyAgainFromAnotherProcess_IsTheSameRun()
    {
        RunRecord first = await Requests().RecordAsync(Spec("mine"), SpecOrigin.Operator, "key-1", CancellationToken.None);
        RunRecord again = await Requests().RecordAsync(Spec("mine"), SpecOrigin.Operator, "key-1", CancellationToken.None);
        RunRecord other = await Requests().RecordAsync(Spec("mine"), SpecOrigin.Operator, "key-2", CancellationToken.None);

        Assert.AreEqual("mine-1", first.Id);
        Assert.AreEqual("mine-1", again.Id);
        Assert.AreEqual("mine-2", other.Id);
        Assert.AreSequenceEqual(["mine-1", "mine-2"], Ids());
    }

    [TestMethod]
    public async Task RecordAsync_SameKeyWithAnotherSpec_IsTheRunOfTheFirst() =>
        Assert.AreEqual(
            (await Requests().RecordAsync(Spec("mine"), SpecOrigin.Operator, "key-1", CancellationToken.None)).Id,
            (await Requests().RecordAsync(Spec("yours"), SpecOrigin.Operator, "key-1", CancellationToken.None)).Id);

    [TestMethod]
    public async Task RecordAsync_NoKey_IsARunOfItsOwn()
    {
        await Requests().RecordAsync(Spec("mine"), SpecOrigin.Operator, requestKey: null, CancellationToken.None);
        await Requests().RecordAsync(Spec("mine"), SpecOrigin.Operator, requestKey: null, CancellationToken.None);

        Assert.AreSequenceEqual(["mine-1", "mine-2"], Ids());
    }

    /// <summary>As when one process is killed after its record and asks again while others ask too.</summary>
    [TestMethod]
    public async Task RecordAsync_ManyAtOnce_GivesEachKeyOneRunAndEachRunItsOwnId()
    {
        RunRecord[] recorded = await Task.WhenAll(Enumerable.Range(0, 24).Select(number =>
            Task.Run(() => Requests().RecordAsync(Spec("mine"), SpecOrigin.Operator, $"key-{number % 6}", CancellationToken.None))));

        Assert.AreEqual(6, Ids().Length);
        foreach (IGrouping<string?, RunRecord> request in recorded.GroupBy(run => run.RequestKey))
        {
            Assert.HasCount(1, request.Select(run => run.Id).Distinct().ToArray(), request.Key);
        }
    }

    [TestMethod]
    public async Task RecordAsync_IdIsInTheHub_IsPassedOver()
    {
        inHub.UnionWith(["mine-1", "mine-2"]);

        Assert.AreEqual("mine-3", (await Requests().RecordAsync(Spec("mine"), SpecOrigin.Operator, "key-1", CancellationToken.None)).Id);
    }

    /// <summary>What was spent is counted by id, in a ledger that forgets nothing.</summary>
    [TestMethod]
    public async Task RecordAsync_RunsWereRemoved_GivesTheirIdsToNobody()
    {
        RunRecord first = await Requests().RecordAsync(Spec("mine"), SpecOrigin.Operator, "key-1", CancellationToken.None);
        RunRecord second = await Requests().RecordAsync(Spec("mine"), SpecOrigin.Operator, "key-2", CancellationToken.None);
        new RunCatalog(state).Delete(second.Id);
        new RunCatalog(state).Delete(first.Id);
        new RunCatalog(state).Removed(first.Id);

        Assert.AreEqual("mine-3", (await Requests().RecordAsync(Spec("mine"), SpecOrigin.Operator, "key-3", CancellationToken.None)).Id);
        Assert.AreEqual("other-1", (await Requests().RecordAsync(Spec("other"), SpecOrigin.Operator, "key-4", CancellationToken.None)).Id);
    }

    [TestMethod]
    public async Task Find_RunsThatComeAndGoElsewhere_AreFoundWhileTheyAreThere()
    {
        RunRequests requests = Requests();
        Assert.IsNull(requests.Find("key-1"));

        RunRecord run = await Requests().RecordAsync(Spec("mine"), SpecOrigin.Operator, "key-1", CancellationToken.None);
        Assert.AreEqual(run.Id, requests.Find("key-1")?.Id);

        new RunCatalog(state).Delete(run.Id);
        Assert.IsNull(requests.Find("key-1"));

        RunRecord again = await Requests().RecordAsync(Spec("mine"), SpecOrigin.Operator, "key-1", CancellationToken.None);
        Assert.AreEqual(again.Id, requests.Find("key-1")?.Id);
    }

    /// <summary>Ten thousand runs are not read for each request: a record that was read once is not opened again for another key.</summary>
    [TestMethod]
    public async Task Find_UnknownKey_DoesNotReadTheRecordsAgain()
    {
        RunRequests requests = Requests();
        RunRecord run = await requests.RecordAsync(Spec("mine"), SpecOrigin.Operator, "key-1", CancellationToken.None);
        Assert.IsNull(requests.Find("key-2"));
        await File.WriteAllTextAsync(Path.Combine(state.Runs, run.Id, "run.json"), "{");

        Assert.IsNull(requests.Find("key-3"));
        Assert.ThrowsExactly<StateException>(() => requests.Find("key-1"));
    }

    [TestMethod]
    public async Task RecordAsync_NewRun_IsToldOnce()
    {
        RunRequests requests = Requests();
        List<string> told = [];
        requests.Recorded += run => told.Add(run.Id);

        await requests.RecordAsync(Spec("mine"), SpecOrigin.Operator, "key-1", CancellationToken.None);
        await requests.RecordAsync(Spec("mine"), SpecOrigin.Operator, "key-1", CancellationToken.None);

        Assert.AreSequenceEqual(["mine-1"], told.ToArray());
    }

    [TestMethod]
    public async Task RecordAsync_SeedFile_IsKeptAsItWas()
    {
        string path = folder.Write("seed.jsonl", "{\"instruction\": \"a\", \"output\": \"b\"}\n{\"instruction\": \"c\", \"output\": \"d\"}\n");
        RunRecord run = await Requests().RecordAsync(Spec("mine") with { Seed = new SeedSpec { Path = path } }, SpecOrigin.Operator, "key-1", CancellationToken.None);
        string content = await File.ReadAllTextAsync(path);
        File.Delete(path);

        Assert.AreEqual(content, System.Text.Encoding.UTF8.GetString(await Artifacts.ReadBytesAsync(run.SeedFile!.Value, CancellationToken.None)));
        Assert.AreEqual(run.Id, (await Requests().RecordAsync(run.Spec, SpecOrigin.Operator, "key-1", CancellationToken.None)).Id);
    }

    [TestMethod]
    public async Task RecordAsync_SeedFileCannotBeUsed_LeavesNothingBehind()
    {
        RunSpec spec = Spec("mine") with { Seed = new SeedSpec { Path = folder.Write("seed.jsonl", "") } };

        await Assert.ThrowsExactlyAsync<DatasetException>(() => Requests().RecordAsync(spec, SpecOrigin.Operator, "key-1", CancellationToken.None));

        Assert.IsEmpty(Ids());
    }

    private FolderArtifactStore Artifacts => new(state.Artifacts);

    // Each its own, as processes have them.
    private RunRequests Requests() => new(state, new RunCatalog(state), Artifacts, TimeProvider.System, id => Task.FromResult(inHub.Contains(id)));

    private string[] Ids() => [.. new RunCatalog(state).List().Select(run => run.Id)];

    private static RunSpec Spec(string name) => new() { Name = name };
}
