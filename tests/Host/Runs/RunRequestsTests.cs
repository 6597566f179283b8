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
