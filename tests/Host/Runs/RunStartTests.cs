using Microsoft.Extensions.Logging.Abstractions;
using Tapir.Artifacts;
using Tapir.Host.Engine;
using Tapir.Host.Runs;
using Tapir.Host.Specs;
using Tapir.Host.State;
using Tapir.Orchestrations.Specs;

namespace Tapir.Host.Tests.Runs;

[TestClass]
public sealed class RunStartTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly StateFolder state;

    public RunStartTests() => state = StateFolder.Open(folder.File("state"));

    public void Dispose() => folder.Dispose();

    [TestMethod]
    public async Task PrepareAsync_BudgetRaisedWhileTheSeedIsRead_KeepsTheRaise()
    {
        RunSpec spec = Spec(timeout: 30);
        await StartOver(Artifacts).PrepareAsync(spec, startNew: false, CancellationToken.None);
        ArtifactsWithABeforePut artifacts = new(Artifacts, () => Raise("mine-1", calls: 500));

        RunRecord run = await StartOver(artifacts).PrepareAsync(Spec(timeout: 60), startNew: false, CancellationToken.None);

        Assert.AreEqual(500, run.Spec.Budget.Calls);
        RunRecord kept = new RunCatalog(state).Find("mine-1");
        Assert.AreEqual(((long?)500, 60), (kept.Spec.Budget.Calls, kept.Spec.Teacher.TimeoutSeconds));
        Assert.AreSequenceEqual(["monday"], kept.RaisedBy.ToArray());
    }

    [TestMethod]
    public async Task PrepareAsync_SecondSeedFileChanged_IsRefusedNamingTheFiles()
    {
        string more = folder.Write("more.jsonl", "{\"instruction\": \"e\", \"output\": \"f\"}\n");
        RunSpec spec = Spec(timeout: 30) with { Seed = Spec(timeout: 30).Seed with { Also = [more] } };
        RunRecord first = await StartOver(Artifacts).PrepareAsync(spec, startNew: false, CancellationToken.None);
        Assert.AreEqual("more.jsonl", first.AlsoSeeds!.Single().Name);
        Assert.AreEqual(first.Id, (await StartOver(Artifacts).PrepareAsync(spec, startNew: false, CancellationToken.None)).Id);
        folder.Write("more.jsonl", "{\"instruction\": \"e\", \"output\": \"another\"}\n");

        SpecException error = await Assert.ThrowsExactlyAsync<SpecException>(() => StartOver(Artifacts).PrepareAsync(spec, startNew: false, CancellationToken.None));

        StringAssert.Contains(error.Message, "more.jsonl");
    }

    [TestMethod]
    public async Task PrepareAsync_SlicesAreToBeComputedElsewhere_GoesOnSo()
    {
        await StartOver(Artifacts).PrepareAsync(Spec(timeout: 30), startNew: false, CancellationToken.None);
        SliceProcess process = new(_ => throw new InvalidOperationException("not to be started"), NullLogger<SliceProcess>.Instance);
        SliceIsolation isolation = new(new RunCatalog(state), process);
        Assert.IsNull(isolation.Of("mine-1"));

        await StartOver(Artifacts).PrepareAsync(Spec(timeout: 30) with { Training = new TrainingSpec { Isolation = TrainingIsolation.Process } }, startNew: false, CancellationToken.None);

        Assert.AreSame(process, isolation.Of("mine-1"));
        Assert.IsNull(isolation.Of("call"));
    }

    private FolderArtifactStore Artifacts => new(state.Artifacts);

    private RunStart StartOver(IArtifactStore artifacts)
    {
        RunCatalog catalog = new(state);
        return new RunStart(state, new RunRequests(state, catalog, artifacts, TimeProvider.System, _ => Task.FromResult(false)), catalog, artifacts);
    }

    private RunSpec Spec(int timeout) => new()
    {
        Name = "mine",
        Seed = new SeedSpec { Path = folder.Write("seed.jsonl", "{\"instruction\": \"a\", \"output\": \"b\"}\n{\"instruction\": \"c\", \"output\": \"d\"}\n") },
        Budget = new BudgetSpec { Calls = 100 },
        Teacher = new TeacherSpec { TimeoutSeconds = timeout },
    };

    // As another process does.
    private void Raise(string id, long calls)
    {
        RunCatalog catalog = new(state);
        RunRecord run = catalog.Find(id);
        catalog.Save(run with { Spec = run.Spec with { Budget = run.Spec.Budget with { Calls = calls } }, RaisedBy = ["monday"] });
    }
}
