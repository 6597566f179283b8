using Tapir.Activities.Teaching;
using Tapir.Artifacts;
using Tapir.Functions;
using Tapir.Orchestrations.Expansion;
using Tapir.Orchestrations.Pausing;
using Tapir.Teachers.Budgets;

namespace Tapir.Activities.Tests.Teaching;

[TestClass]
public sealed class PausableTests
{
    private static readonly DurableFunction<string, string> Function = new("test.function", version: 1, CachePolicy.Never);

    [TestMethod]
    public async Task Call_BudgetIsSpent_AsksForAPauseAndSaysHowToGoOn()
    {
        await using ActivityHouse house = new();
        WriteInstructions input = await house.InputOfAsync<WriteInstructions>("expansion.write");
        await house.Rooms.Ledger.SetBudgetAsync("run-1", new BudgetLimits(Calls: 0, Tokens: null, Money: null));

        PauseRequestedException pause = await Assert.ThrowsExactlyAsync<PauseRequestedException>(() => house.Runner.RunAsync(ExpansionFunctions.Write, input, "run-1:round-1"));

        StringAssert.Contains(pause.Message, "tapir budget run-1 add");
    }

    [TestMethod]
    public async Task Call_BudgetWasRaisedMeanwhile_Succeeds()
    {
        await using ActivityHouse house = new();
        WriteInstructions input = await house.InputOfAsync<WriteInstructions>("expansion.write");
        await house.Rooms.Ledger.SetBudgetAsync("run-1", new BudgetLimits(Calls: 0, Tokens: null, Money: null));
        await Assert.ThrowsExactlyAsync<PauseRequestedException>(() => house.Runner.RunAsync(ExpansionFunctions.Write, input, "run-1:round-1"));

        await house.Rooms.Ledger.SetBudgetAsync("run-1", new BudgetLimits(Calls: 1000, Tokens: null, Money: null));
        WrittenInstructions written = await house.Runner.RunAsync(ExpansionFunctions.Write, input, "run-1:round-1");

        Assert.IsGreaterThan(0, written.Count);
    }

    [TestMethod]
    [DataRow(28, "make room", DisplayName = "Full, Linux and macOS")]
    [DataRow(unchecked((int)0x80070070), "make room", DisplayName = "Full, Windows")]
    [DataRow(122, "make room", DisplayName = "The user's share is full, Linux")]
    [DataRow(30, "read-only", DisplayName = "Read-only file system")]
    [DataRow(27, "ulimit -f", DisplayName = "File too large")]
    public async Task Call_DiskTakesNothingMore_AsksForAPauseAndSaysWhatToDo(int code, string advice)
    {
        IOException full = new("Refused: '/state/runs/run-1/report.json'", code);

        PauseRequestedException pause = await Assert.ThrowsExactlyAsync<PauseRequestedException>(() => CallAsync(full));

        StringAssert.Contains(pause.Message, advice);
        StringAssert.Contains(pause.Message, "/state/runs/run-1/report.json");
        await Assert.ThrowsExactlyAsync<PauseRequestedException>(() => CallAsync(new ArtifactStoreException("could not be stored", full)));
    }

    [TestMethod]
    public async Task Call_FolderIsTakenAway_AsksForAPause()
    {
        PauseRequestedException pause = await Assert.ThrowsExactlyAsync<PauseRequestedException>(
            () => CallAsync(new UnauthorizedAccessException("Access to the path '/state/runs/run-1' is denied.")));

        StringAssert.Contains(pause.Message, "/state/runs/run-1");
        StringAssert.Contains(pause.Message, "Give the user the right to write there");
    }

    [TestMethod]
    public async Task Call_FileGrewTooLarge_AsksForAPause() =>
        // What .NET makes of EFBIG.
        StringAssert.Contains(
            (await Assert.ThrowsExactlyAsync<PauseRequestedException>(
                () => CallAsync(new ArgumentOutOfRangeException("value", "Specified file length was too large for the file system.")))).Message,
            "ulimit -f");

    [TestMethod]
    public async Task Call_ArtifactStoreStaysAway_AsksForAPauseInItsWords()
    {
        PauseRequestedException pause = await Assert.ThrowsExactlyAsync<PauseRequestedException>(() => CallAsync(new ArtifactStoreException("The store has not answered for 15 minutes.")));

        Assert.AreEqual("The store has not answered for 15 minutes.", pause.Message);
    }

    [TestMethod]
    public async Task Call_AnotherFault_PassesThrough()
    {
        await Assert.ThrowsExactlyAsync<IOException>(() => CallAsync(new IOException("the cable is out", 5)));
        await Assert.ThrowsExactlyAsync<ArgumentOutOfRangeException>(() => CallAsync(new ArgumentOutOfRangeException("value", -1, "must be positive")));
        await Assert.ThrowsExactlyAsync<InvalidOperationException>(() => CallAsync(new InvalidOperationException("a fault")));
    }

    private static async Task CallAsync(Exception thrown)
    {
        await using ActivityHouse house = new();
        FunctionCatalog catalog = new FunctionCatalog().AddPausable(Function, (_, _) => Task.FromException<string>(thrown));
        await new FunctionRunner(catalog, house.Rooms.Results, new StoredArtifacts(house.Artifacts), new FunctionRunnerOptions()).RunAsync(Function, "", "run-1");
    }
}
