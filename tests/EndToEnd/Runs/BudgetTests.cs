using System.Text.Json;

namespace Tapir.EndToEnd.Runs;

[TestClass]
public sealed class BudgetTests
{
    [TestMethod]
    public void Run_BudgetSpent_PausesAndGoesOnWhenItIsRaised()
    {
        using TapirProgram program = new();

        ProgramResult paused = program.RunTiny("--set", "budget.calls=150").AssertExitCode(3);

        JsonElement stopped = paused.Json();
        Assert.AreEqual("paused", stopped.GetProperty("status").GetString());
        StringAssert.Contains(stopped.GetProperty("message").GetString(), "tapir budget tiny-1 add");
        Assert.IsLessThanOrEqualTo(150, stopped.GetProperty("calls").GetInt64());
        Assert.IsLessThanOrEqualTo(150, new LedgerBook(program.Ledger).Intents);

        StringAssert.Contains(program.Run("budget", "tiny-1", "add", "5000calls").AssertExitCode(0).Output, "5,150");
        ProgramResult done = program.RunTiny("--set", "budget.calls=150");

        Undisturbed.Traces.AssertSame(RunTraces.Of(done));
        Assert.AreEqual(0, new LedgerBook(program.Ledger).AskedAfterAnswer);
    }

    [TestMethod]
    public void BudgetAdd_KilledAfterItsRecordAndGivenAgainWithItsKey_AddsOnce()
    {
        using TapirProgram program = new();
        program.RunTiny("--set", "budget.calls=10").AssertExitCode(3);
        string[] add = ["budget", "tiny-1", "add", "20calls", "--key", "monday"];

        program.CrashAt("Tapir.Runs/budget.after-record:1", add);

        StringAssert.Contains(program.Run(add).AssertExitCode(0).Output, "10 of 30");
        StringAssert.Contains(program.Run("budget", "tiny-1", "add", "20calls", "--key", "tuesday").AssertExitCode(0).Output, "10 of 50");
    }
}
