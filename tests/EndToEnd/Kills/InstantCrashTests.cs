namespace Tapir.EndToEnd.Kills;

/// <summary>The process is killed right before and right after each kind of durable write, one after the other over one state folder.</summary>
[TestClass]
public sealed class InstantCrashTests
{
    [TestMethod]
    public void Run_KilledAroundEveryWrite_MakesTheSameBytesAndPaysOnce()
    {
        using TapirProgram program = new();

        // In the order in which a run comes by them; the number counts within one process.
        program.CrashAt("Tapir.Sidecar/start.before-commit:1");
        program.CrashAt("Tapir.Sidecar/start.after-commit:1");
        program.CrashAt("Tapir.Sidecar/turn.before-commit:1");
        program.CrashAt("Tapir.Sidecar/turn.after-commit:1");
        program.CrashAt("Tapir.Artifacts/artifact.before-flush:1");
        program.CrashAt("Tapir.Artifacts/artifact.before-rename:2");
        program.CrashAt("Tapir.Artifacts/artifact.after-rename:3");
        program.CrashAt("Tapir.Results/result.before-commit:1");
        program.CrashAt("Tapir.Results/result.after-commit:1");
        program.CrashAt("Tapir.Sidecar/activity.before-commit:2");
        program.CrashAt("Tapir.Sidecar/activity.after-commit:1");
        program.CrashAt("Tapir.Sidecar/turn.after-reply:2");

        // In the middle of training S_0, then a pause and what ends it.
        program.CrashAt("Tapir.Models/checkpoint.before-write:2");
        program.CrashAt("Tapir.Models/checkpoint.after-write:1");
        program.CrashAt("Tapir.Sidecar/event.before-commit:1", "pause", "tiny-1");
        program.CrashAt("Tapir.Sidecar/event.after-commit:1", "pause", "tiny-1");
        program.CrashAt("Tapir.Sidecar/event.before-commit:1");
        program.CrashAt("Tapir.Sidecar/event.after-commit:1");
        program.CrashAt("Tapir.Sidecar/activity.after-reply:2");

        // The checkpoints of an epoch go: before the first, and when some are gone and nobody has heard.
        program.CrashAt("Tapir.Artifacts/artifact.before-delete:1");
        program.CrashAt("Tapir.Artifacts/artifact.after-delete:1");

        // Round 1: judging, expanding, answering.
        program.CrashAt("Tapir.Ledger/intent.before-commit:1");
        program.CrashAt("Tapir.Ledger/intent.after-commit:1");
        program.CrashAt("Tapir.Ledger/response.before-commit:1");
        program.CrashAt("Tapir.Ledger/response.after-commit:1");
        program.CrashAt("Tapir.Ledger/intent.after-commit:3");
        program.CrashAt("Tapir.Ledger/response.before-commit:2");

        // Round 1 trains; a checkpoint that is in the store but not yet in the index.
        program.CrashAt("Tapir.Models/checkpoint.before-write:2");
        program.CrashAt("Tapir.Artifacts/artifact.after-rename:1");
        program.CrashAt("Tapir.Results/result.after-commit:3");

        // The report is there and its manifest not yet; then all of it, and nobody has heard.
        program.CrashAt("Tapir.Activities/report.before-rename:3");
        program.CrashAt("Tapir.Activities/report.after-rename:1");

        RunTraces resumed = RunTraces.Of(program.RunTiny());
        Undisturbed.Traces.AssertSame(resumed);
        LedgerBook ledger = new(program.Ledger);
        Assert.AreEqual(0, ledger.AskedAfterAnswer);
        Assert.AreEqual(Undisturbed.Ledger.Responses, ledger.Responses);
        Assert.AreEqual(ledger.Intents - ledger.Responses, ledger.Unanswered);
    }

    [TestMethod]
    public void Run_KilledWhileTheTutorAnswers_CutsOffNoMoreThanAreInFlight()
    {
        using TapirProgram program = new();

        // The judge has a hundred questions by then.
        program.CrashAt("Tapir.Ledger/response.before-commit:1");

        Assert.IsInRange(1, 64, new LedgerBook(program.Ledger).Unanswered);
    }
}
