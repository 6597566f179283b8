namespace Tapir.EndToEnd.Commands;

/// <summary>`tapir gc` beside runs that are not over.</summary>
[TestClass]
public sealed class GcTests
{
    [TestMethod]
    // A step was under way; what came before it is in the run's history.
    [DataRow("Tapir.Models/checkpoint.before-write:3")]
    // The run has not yet heard of the slice that has just ended.
    [DataRow("Tapir.Sidecar/activity.after-commit:6")]
    // In round 1, whose history is an instance of its own.
    [DataRow("Tapir.Ledger/response.after-commit:9")]
    public void Delete_ResultsDeletedInTheMiddleOfARun_KeepsWhatTheRunNeeds(string crashAt)
    {
        using TapirProgram program = new();
        program.CrashAt(crashAt);
        foreach (string file in Directory.EnumerateFiles(program.State, "results.db*"))
        {
            File.Delete(file);
        }

        program.Run("gc", "--delete").AssertExitCode(0);

        Undisturbed.Traces.AssertSame(RunTraces.Of(program.RunTiny()));
    }

    [TestMethod]
    public void Delete_WorkerWorksOn_RemovesNothing()
    {
        using TapirProgram program = Undisturbed.Copy();
        using RunningProgram sidecar = program.Start([], "sidecar", "--port", "0");
        string address = sidecar.WaitFor("Listening on ").Split(' ')[2].TrimEnd(';');
        using RunningProgram worker = program.Start([], "worker", "--sidecar", address);
        worker.WaitFor("Working for");
        StringAssert.Contains(program.Run("gc", "--delete").AssertExitCode(2).Errors, $"in use by process {sidecar.Id}");
        sidecar.Kill();
        int before = Artifacts(program);

        ProgramResult refused = program.Run("gc", "--delete").AssertExitCode(2);

        StringAssert.Contains(refused.Errors, "Another process works with the artifacts");
        Assert.AreEqual(before, Artifacts(program));
        worker.Kill();
        program.Run("gc", "--delete").AssertExitCode(0);
        Assert.IsLessThan(before, Artifacts(program));
    }

    private static int Artifacts(TapirProgram program) =>
        Directory.EnumerateFiles(Path.Combine(program.State, "artifacts"), "*", SearchOption.AllDirectories).Count();
}
