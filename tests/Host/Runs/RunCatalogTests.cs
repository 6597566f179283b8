using Tapir.Host.Runs;
using Tapir.Host.State;
using Tapir.Orchestrations.Specs;

namespace Tapir.Host.Tests.Runs;

[TestClass]
public sealed class RunCatalogTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly RunCatalog catalog;

    public RunCatalogTests() => catalog = new RunCatalog(StateFolder.Open(folder.File("state")));

    public void Dispose() => folder.Dispose();

    [TestMethod]
    public void Find_NoRuns_SaysHowToStartOne() =>
        StringAssert.Contains(Assert.ThrowsExactly<UnknownRunException>(() => catalog.Find(null)).Message, "tapir run SPEC");

    [TestMethod]
    public void Find_Unknown_ListsWhatThereIs()
    {
        Save("mine-1", minute: 1);

        StringAssert.Contains(Assert.ThrowsExactly<UnknownRunException>(() => catalog.Find("yours-1")).Message, "there are mine-1");
    }

    [TestMethod]
    public void Find_IdNameOrNothing_IsThatRunOrTheNewest()
    {
        Save("mine-1", minute: 1);
        Save("mine-2", minute: 3);
        Save("other-1", minute: 4);

        Assert.AreEqual("mine-1", catalog.Find("mine-1").Id);
        Assert.AreEqual("mine-2", catalog.Find("mine").Id);
        Assert.AreEqual("other-1", catalog.Find(null).Id);
    }

    [TestMethod]
    public void Get_NameOfASpec_IsNoRun()
    {
        Save("mine-1", minute: 1);
        Save("mine-2-1", minute: 2);

        Assert.AreEqual("mine-1", catalog.Get("mine-1").Id);
        StringAssert.Contains(Assert.ThrowsExactly<UnknownRunException>(() => catalog.Get("mine")).Message, "such as quickstart-1");
        Assert.AreEqual("There is no run 'mine-2'.", Assert.ThrowsExactly<UnknownRunException>(() => catalog.Get("mine-2")).Message);
    }

    /// <summary>With ten thousand runs, none of them is read to say that another is not there.</summary>
    [TestMethod]
    public void Get_Unknown_ReadsNoOther()
    {
        Save("mine-1", minute: 1);
        File.WriteAllText(Path.Combine(catalog.FolderOf("mine-1"), "run.json"), "{");

        Assert.ThrowsExactly<UnknownRunException>(() => catalog.Get("yours-1"));
    }

    [TestMethod]
    public void NextId_TenRuns_CountsAndDoesNotSortLetters()
    {
        Assert.AreEqual("mine-1", catalog.NextId("mine"));
        for (int number = 1; number <= 10; number++)
        {
            Save($"mine-{number}", minute: number);
        }

        Assert.AreEqual("mine-11", catalog.NextId("mine"));
        Assert.AreEqual("mine-10", catalog.Latest("mine")!.Id);
        Assert.AreEqual("min-1", catalog.NextId("min"));
    }

    [TestMethod]
    public void Save_ThenList_GivesBackWhatWasAskedFor()
    {
        RunRecord saved = Save("mine-1", minute: 1);

        RunRecord read = catalog.List().Single();
        Assert.AreEqual(saved.CreatedAt, read.CreatedAt);
        Assert.IsEmpty(SpecDifference.Between(saved.Spec, read.Spec));
    }

    [TestMethod]
    public void List_DamagedRecord_NamesTheFile()
    {
        Save("mine-1", minute: 1);
        File.WriteAllText(Path.Combine(catalog.FolderOf("mine-1"), "run.json"), "{\"id\":");

        StringAssert.Contains(Assert.ThrowsExactly<StateException>(catalog.List).Message, "run.json' is damaged");
    }

    private RunRecord Save(string id, int minute)
    {
        RunRecord run = new(id, new RunSpec { Name = id[..id.LastIndexOf('-')] }, SeedFile: null, DateTimeOffset.UnixEpoch.AddMinutes(minute));
        catalog.Save(run);
        return run;
    }
}
