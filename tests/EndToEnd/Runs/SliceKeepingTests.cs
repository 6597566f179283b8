namespace Tapir.EndToEnd.Runs;

/// <summary>Old slices go when their epoch is done, and nobody trains again because of it.</summary>
[TestClass]
public sealed class SliceKeepingTests
{
    [TestMethod]
    public void Run_LeftAlone_KeepsTheLastCheckpointOfEachRoundAlone()
    {
        SliceBook book = new(Undisturbed.Program);

        Assert.HasCount(3, book.LastCheckpoints);
        book.AssertOnlyTheLastAreKept();
        Assert.AreEqual(0, book.TrainedAgain);
    }

    [TestMethod]
    public void New_AfterAFinishedRun_TrainsNoStep()
    {
        using TapirProgram program = Undisturbed.Copy();
        SliceBook book = new(program);
        long before = book.Trained();

        Undisturbed.Traces.AssertSame(RunTraces.Of(program.RunTiny("--new")));

        Assert.AreEqual(before, book.Trained());
        book.AssertOnlyTheLastAreKept();
    }

    [TestMethod]
    public void New_AfterAGc_TrainsNoStep()
    {
        using TapirProgram program = Undisturbed.Copy();
        SliceBook book = new(program);
        long before = book.Trained();
        program.Run("gc", "--delete").AssertExitCode(0);

        Undisturbed.Traces.AssertSame(RunTraces.Of(program.RunTiny("--new")));

        Assert.AreEqual(before, book.Trained());
    }

    [TestMethod]
    public void New_LastCheckpointOfARoundLost_TrainsThatRoundAgainToTheSameBytes()
    {
        using TapirProgram program = Undisturbed.Copy();
        SliceBook book = new(program);
        string lost = book.LastCheckpoints[0];
        File.Delete(lost);

        Undisturbed.Traces.AssertSame(RunTraces.Of(program.RunTiny("--new")));

        Assert.IsTrue(File.Exists(lost), "The same bytes have the same name.");
        Assert.AreEqual(book.Trained("tiny-1"), book.Trained("tiny-2"), "S_0 is trained as it was the first time.");
        Assert.AreEqual(0, book.Trained("tiny-2:round-1"));
        book.AssertOnlyTheLastAreKept();
    }

    [TestMethod]
    public void Run_CancelledInALaterEpoch_GoesOnFromTheLastSlice()
    {
        using TapirProgram program = new();
        // In the training of round 1: S_0 is done and of its checkpoints the last is left; of this round those of the first epoch are gone.
        program.CrashAt("Tapir.Models/checkpoint.before-write:8");
        SliceBook book = new(program);
        Assert.HasCount(1, book.LastCheckpoints);
        Assert.IsFalse(File.Exists(book.Checkpoints[4]));
        program.Run("cancel", "tiny-1").AssertExitCode(0);
        Assert.AreEqual("cancelled", program.RunTiny().AssertExitCode(1).Json().GetProperty("status").GetString());

        Undisturbed.Traces.AssertSame(RunTraces.Of(program.RunTiny()));

        Assert.AreEqual(0, book.TrainedAgain);
        book.AssertOnlyTheLastAreKept();
    }

    [TestMethod]
    public void Run_InterruptedWhileAnotherTrainsTheSame_FindsItsSlicesAndThoseAfterThem()
    {
        using TapirProgram program = new();
        program.CrashAt("Tapir.Models/checkpoint.before-write:2");
        SliceBook book = new(program);

        program.RunTiny("--set", "name=other", "--set", "curriculum.rounds=1").AssertExitCode(0);
        Assert.IsGreaterThan(book.LastCheckpoints.Count, book.Checkpoints.Count(File.Exists), "What the interrupted run comes by is kept.");
        long before = book.Trained("tiny-1");
        Undisturbed.Traces.AssertSame(RunTraces.Of(program.RunTiny()));

        Assert.AreEqual(before, book.Trained("tiny-1"), "The other run has trained the rest of S_0.");
        Assert.AreEqual(0, book.TrainedAgain);
        book.AssertOnlyTheLastAreKept();
    }
}
