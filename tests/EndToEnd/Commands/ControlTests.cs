using System.Text.Json;

namespace Tapir.EndToEnd.Commands;

/// <summary>Commands that reach a run in another process.</summary>
[TestClass]
public sealed class ControlTests
{
    [TestMethod]
    public void PauseThenResume_WhileRunning_EndsItsProcessAndGoesOnToTheSameBytes()
    {
        using TapirProgram program = new();
        using (RunningProgram running = program.StartTiny())
        {
            running.WaitFor("students.create");
            StringAssert.Contains(program.Run("pause", "tiny-1").AssertExitCode(0).Output, "tapir resume tiny-1");

            JsonElement paused = running.WaitForEnd().AssertExitCode(3).Json();
            Assert.AreEqual("suspended", paused.GetProperty("status").GetString());
            StringAssert.Contains(paused.GetProperty("message").GetString(), "Paused by command");
        }

        Assert.AreEqual("suspended", program.Run("status", "--json").AssertExitCode(0).Json().GetProperty("status").GetString());
        Undisturbed.Traces.AssertSame(RunTraces.Of(program.Run("resume", "tiny-1", "--json")));
    }

    [TestMethod]
    public void Pause_InARound_HoldsTheRoundTooAndTheSameCommandGoesOnToTheSameBytes()
    {
        using TapirProgram program = new();
        using (RunningProgram running = program.StartTiny())
        {
            running.WaitFor("round-1");
            program.Run("pause", "tiny-1").AssertExitCode(0);
            running.WaitForEnd().AssertExitCode(3);
        }

        JsonElement status = program.Run("status", "tiny-1", "--json").AssertExitCode(0).Json();
        Assert.AreEqual("suspended", status.GetProperty("status").GetString());
        StringAssert.Contains(status.GetProperty("phase").GetString(), "round 1 of 2: ");
        Undisturbed.Traces.AssertSame(RunTraces.Of(program.RunTiny()));
        Assert.AreEqual(0, new LedgerBook(program.Ledger).AskedAfterAnswer);
    }

    [TestMethod]
    public void Pause_WatchedByAnother_EndsTheWatchToo()
    {
        using TapirProgram program = new();
        using RunningProgram running = program.StartTiny();
        running.WaitFor("students.create");
        using RunningProgram watching = program.Start([], "watch", "tiny-1");
        watching.WaitFor("seeding.import");

        program.Run("pause", "tiny-1").AssertExitCode(0);

        running.WaitForEnd().AssertExitCode(3);
        watching.WaitForEnd().AssertExitCode(3);
    }

    [TestMethod]
    public void PauseThenResume_AWorkerStays_ItGoesOnThere()
    {
        using TapirProgram program = new();
        using (RunningProgram interrupted = program.StartTiny())
        {
            interrupted.WaitFor("students.create");
            interrupted.Kill();
        }

        program.Run("pause", "tiny-1").AssertExitCode(0);
        using RunningProgram sidecar = program.Start([], "sidecar");
        sidecar.WaitFor("Listening on ");
        using RunningProgram worker = program.Start([], "worker");
        worker.WaitFor("Working for");

        StringAssert.Contains(program.Run("resume", "tiny-1").AssertExitCode(0).Output, "tiny-1 goes on.");

        Outcome.WaitForFile(Path.Combine(program.State, "runs", "tiny-1", "report.html"), worker);
    }

    [TestMethod]
    public void Status_AStepKilledFiveWorkers_SaysSoAndTheSameCommandTriesItAgain()
    {
        using TapirProgram program = new();
        using (RunningProgram interrupted = program.StartTiny())
        {
            interrupted.WaitFor("students.create");
            interrupted.Kill();
        }

        using (RunningProgram sidecar = program.Start([], "sidecar"))
        {
            sidecar.WaitFor("Listening on ");
            for (int tries = 0; tries < 5; tries++)
            {
                program.CrashAt("Tapir.Models/checkpoint.before-write:1", "worker");
            }

            // Asked of the hub that another process has open, then of one that nobody has.
            sidecar.WaitFor("Parked activity 'training.run-slice'");
            AssertParked(program.Run("status", "--json").AssertExitCode(0).Json());
        }

        AssertParked(program.Run("status", "--json").AssertExitCode(0).Json());
        string text = program.Run("status").AssertExitCode(0).Output;
        StringAssert.Contains(text, "Given up: training.run-slice of run, delivered 5 times");
        StringAssert.Contains(text, "`tapir resume tiny-1`");
        Undisturbed.Traces.AssertSame(RunTraces.Of(program.RunTiny()));
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

    private static void AssertParked(JsonElement status)
    {
        Assert.AreEqual("paused", status.GetProperty("status").GetString());
        JsonElement parked = status.GetProperty("parked").EnumerateArray().Single();
        Assert.AreEqual("training.run-slice", parked.GetProperty("step").GetString());
        StringAssert.Contains(parked.GetProperty("reason").GetString(), "5 times");
    }
}
