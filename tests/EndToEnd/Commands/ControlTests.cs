using System.Text.Json;

namespace Tapir.EndToEnd.Commands;

/// <summary>Commands that reach a run in another process.</summary>
[TestClass]
public sealed class ControlTests
{
    [TestMethod]
    public void PauseThenResume_WhileRunning_WaitsAndGoesOnToTheSameBytes()
    {
        using TapirProgram program = new();
        using RunningProgram running = program.StartTiny();
        running.WaitFor("students.create");

        StringAssert.Contains(program.Run("pause", "tiny-1").AssertExitCode(0).Output, "tapir resume tiny-1");
        Assert.AreEqual("suspended", program.Run("status", "--json").AssertExitCode(0).Json().GetProperty("status").GetString());
        program.Run("resume", "tiny-1").AssertExitCode(0);

        Undisturbed.Traces.AssertSame(RunTraces.Of(running.WaitForEnd()));
    }

    [TestMethod]
    public void PauseThenResume_InARound_HoldsTheRoundTooAndGoesOnToTheSameBytes()
    {
        using TapirProgram program = new();
        using RunningProgram running = program.StartTiny();
        running.WaitFor("round-1");

        program.Run("pause", "tiny-1").AssertExitCode(0);
        // What is under way ends within the first second; what comes after it would be a new step of the round.
        Assert.IsTrue(running.Lives(TimeSpan.FromSeconds(3)));
        string phase = PhaseOf(program);
        Assert.IsTrue(running.Lives(TimeSpan.FromSeconds(3)));
        Assert.AreEqual(phase, PhaseOf(program));
        StringAssert.Contains(phase, "round 1 of 2: ");
        program.Run("resume", "tiny-1").AssertExitCode(0);

        Undisturbed.Traces.AssertSame(RunTraces.Of(running.WaitForEnd()));
    }

    [TestMethod]
    public void Run_AnotherRunIsUnfinished_SuspendsItAndItGoesOnLater()
    {
        using TapirProgram program = new();
        using (RunningProgram interrupted = program.StartTiny())
        {
            interrupted.WaitFor("students.create");
            interrupted.Kill();
        }

        ProgramResult other = program.RunTiny("--set", "name=other", "--set", "curriculum.rounds=1").AssertExitCode(0);

        StringAssert.Contains(other.Errors, "Suspended meanwhile: tiny-1;");
        Assert.AreEqual("suspended", program.Run("status", "tiny-1", "--json").Json().GetProperty("status").GetString());
        Undisturbed.Traces.AssertSame(RunTraces.Of(program.RunTiny()));
    }

    [TestMethod]
    public void Cancel_ThenAKillInARound_TheSameCommandStartsOver()
    {
        using TapirProgram program = new();
        using (RunningProgram running = program.StartTiny())
        {
            running.WaitFor("round-1");
            program.Run("cancel", "tiny-1").AssertExitCode(0);
            running.Kill();
        }

        Undisturbed.Traces.AssertSame(RunTraces.Of(program.RunTiny()));
    }

    [TestMethod]
    public void Run_AfterAPauseAndAKill_GoesOn()
    {
        using TapirProgram program = new();
        using (RunningProgram running = program.StartTiny())
        {
            running.WaitFor("students.create");
            program.Run("pause", "tiny-1").AssertExitCode(0);
            running.Kill();
        }

        Undisturbed.Traces.AssertSame(RunTraces.Of(program.RunTiny()));
    }

    [TestMethod]
    public void Cancel_WhileRunning_EndsItAndTheSameCommandStartsOverFromTheCache()
    {
        using TapirProgram program = new();
        using (RunningProgram running = program.StartTiny())
        {
            running.WaitFor("students.create");
            program.Run("cancel", "tiny-1").AssertExitCode(0);
            ProgramResult cancelled = running.WaitForEnd().AssertExitCode(1);
            Assert.AreEqual("cancelled", cancelled.Json().GetProperty("status").GetString());
        }

        Undisturbed.Traces.AssertSame(RunTraces.Of(program.RunTiny()));
        Assert.AreEqual(0, new LedgerBook(program.Ledger).AskedAfterAnswer);
    }

    [TestMethod]
    public void WorkerAndSidecar_ProcessesOfTheirOwn_FinishAnInterruptedRun()
    {
        using TapirProgram program = new();
        using (RunningProgram interrupted = program.StartTiny())
        {
            interrupted.WaitFor("students.create");
            interrupted.Kill();
        }

        using RunningProgram sidecar = program.Start([], "sidecar", "--port", "0");
        string address = sidecar.WaitFor("Listening on ").Split(' ')[2].TrimEnd(';');
        using (RunningProgram worker = program.Start([], "worker", "--sidecar", address))
        {
            worker.WaitFor("Working for");
            Outcome.WaitForFile(Path.Combine(program.State, "runs", "tiny-1", "report.html"), worker);
            worker.Signal("TERM");
            worker.WaitForEnd().AssertExitCode(0);
        }

        sidecar.Signal("TERM");
        sidecar.WaitForEnd().AssertExitCode(0);
        Undisturbed.Traces.AssertSame(RunTraces.Of(program.RunTiny()));
    }

    private static string PhaseOf(TapirProgram program) =>
        program.Run("status", "tiny-1", "--json").AssertExitCode(0).Json().GetProperty("phase").GetString()!;
}
