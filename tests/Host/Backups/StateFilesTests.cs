using Tapir.Host.Backups;
using Tapir.Host.Runs;
using Tapir.Host.State;

namespace Tapir.Host.Tests.Backups;

[TestClass]
public sealed class StateFilesTests
{
    [TestMethod]
    public void Others_IndexOfExamples_IsNotBackedUpSinceItIsBuiltAgain()
    {
        using TemporaryFolder folder = new();
        StateFolder state = StateFolder.Open(folder.File("state"));
        Directory.CreateDirectory(Path.Combine(state.Runs, "mine-1"));
        foreach (string name in new[] { "report.json", "examples-0123456789abcdef0123.index", "examples-0123456789abcdef0123.index.12.34.tmp" })
        {
            File.WriteAllText(Path.Combine(state.Runs, "mine-1", name), "x");
        }

        Assert.AreSequenceEqual(["runs/mine-1/report.json", "state.json"], StateFiles.Others(state).ToArray());
    }

    [TestMethod]
    public void Others_RunsWereRemoved_TheirNumbersStayUsedAfterARestore()
    {
        using TemporaryFolder folder = new();
        StateFolder state = StateFolder.Open(folder.File("state"));

        new RemovedRuns(state.RemovedRuns).Begin("mine-1");

        CollectionAssert.Contains(StateFiles.Others(state).ToArray(), "removed.json");
    }
}
