using Microsoft.Extensions.Time.Testing;
using Tapir.Host.Runs;
using Tapir.Host.Serving;
using Tapir.Host.State;
using Tapir.Orchestrations.Specs;

namespace Tapir.Host.Tests.Serving;

[TestClass]
public sealed class RunIndexTests : IDisposable
{
    private static readonly DateTimeOffset Start = DateTimeOffset.UnixEpoch.AddDays(20_000);

    private readonly TemporaryFolder folder = new();
    private readonly FakeTimeProvider clock = new(DateTimeOffset.UtcNow.AddDays(1));
    private readonly RunCatalog catalog;
    private readonly RunIndex index;

    public RunIndexTests()
    {
        StateFolder state = StateFolder.Open(folder.File("state"));
        catalog = new RunCatalog(state);
        index = new RunIndex(catalog, state.Runs, clock);
    }

    public void Dispose() => folder.Dispose();

    [TestMethod]
    public void Newest_RunsThatComeAndGo_AreSeen()
    {
        Save("mine-1", minute: 1);
        CollectionAssert.AreEqual(new[] { "mine-1" }, Ids());

        Save("mine-2", minute: 2);
        CollectionAssert.AreEqual(new[] { "mine-2", "mine-1" }, Ids());

        catalog.Delete("mine-1");
        CollectionAssert.AreEqual(new[] { "mine-2" }, Ids());
    }

    [TestMethod]
    public void Newest_FolderWhoseRecordIsWrittenLater_IsSeenThen()
    {
        Directory.CreateDirectory(catalog.FolderOf("mine-1"));
        Assert.IsEmpty(Ids());

        Save("mine-1", minute: 1);

        CollectionAssert.AreEqual(new[] { "mine-1" }, Ids());
    }

    [TestMethod]
    public void Newest_NothingCameOrWent_IsNotReadAgain()
    {
        Save("mine-1", minute: 1);

        Assert.AreSame(index.Newest(), index.Newest());
    }

    [TestMethod]
    public void Newest_RunMadeInTheInstantOfTheLook_IsSeen()
    {
        Save("mine-1", minute: 1);
        clock.SetUtcNow(DateTimeOffset.UtcNow.AddDays(2));
        string runs = Path.GetDirectoryName(catalog.FolderOf("mine-1"))!;
        DateTime instant = clock.GetUtcNow().UtcDateTime;
        Directory.SetLastWriteTimeUtc(runs, instant);
        Assert.HasCount(1, Ids());

        Save("mine-2", minute: 2);
        Directory.SetLastWriteTimeUtc(runs, instant);

        Assert.HasCount(2, Ids());
    }

    private string[] Ids() => [.. index.Newest().Select(run => run.Id)];

    private void Save(string id, int minute) => catalog.Save(new RunRecord(id, new RunSpec { Name = "mine" }, SeedFile: null, Start.AddMinutes(minute)));
}
