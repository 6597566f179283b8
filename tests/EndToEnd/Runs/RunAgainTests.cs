using System.Text.Json;

namespace Tapir.EndToEnd.Runs;

[TestClass]
public sealed class RunAgainTests
{
    [TestMethod]
    public void Run_FolderOfTheRunRemoved_TakesTheNextNumber()
    {
        using TapirProgram program = Undisturbed.Copy();
        Directory.Delete(Path.Combine(program.State, "runs", "tiny-1"), recursive: true);

        Assert.AreEqual("tiny-2", program.RunTiny().AssertExitCode(0).Json().GetProperty("run").GetString());
    }

    [TestMethod]
    public void Run_Finished_SaysSoAndShowsItsResult()
    {
        using TapirProgram program = Undisturbed.Copy();

        ProgramResult again = program.RunTiny().AssertExitCode(0);

        StringAssert.Contains(again.Errors, "tiny-1 is finished");
        Undisturbed.Traces.AssertSame(RunTraces.Of(again));
    }

    [TestMethod]
    public void Run_SpecChanged_RefusesWithTheDifference()
    {
        using TapirProgram program = Undisturbed.Copy();

        ProgramResult refused = program.RunTiny("--set", "curriculum.rounds=3").AssertExitCode(2);

        StringAssert.Contains(refused.Errors, "curriculum.rounds: 2 -> 3");
        StringAssert.Contains(refused.Errors, "--new");
    }

    [TestMethod]
    public void Run_BudgetChanged_IsTheSameRun()
    {
        using TapirProgram program = Undisturbed.Copy();

        ProgramResult again = program.RunTiny("--set", "budget.calls=9000").AssertExitCode(0);

        Assert.AreEqual("tiny-1", again.Json().GetProperty("run").GetString());
    }

    [TestMethod]
    public void New_AfterAFinishedRun_FindsEverythingInTheCache()
    {
        using TapirProgram program = Undisturbed.Copy();

        ProgramResult second = program.RunTiny("--new").AssertExitCode(0);

        JsonElement run = second.Json();
        Assert.AreEqual("tiny-2", run.GetProperty("run").GetString());
        Assert.AreEqual(0, run.GetProperty("calls").GetInt64());
        Undisturbed.Traces.AssertSame(RunTraces.Of(second));
    }

    [TestMethod]
    public void New_CacheDeleted_PaysForNothing()
    {
        using TapirProgram program = Undisturbed.Copy();
        foreach (string file in Directory.EnumerateFiles(program.State, "results.db*"))
        {
            File.Delete(file);
        }

        ProgramResult second = program.RunTiny("--new").AssertExitCode(0);

        Assert.AreEqual(0, second.Json().GetProperty("calls").GetInt64());
        Assert.AreEqual(Undisturbed.Ledger.Intents, new LedgerBook(program.Ledger).Intents);
        Undisturbed.Traces.AssertSame(RunTraces.Of(second));
    }
}
