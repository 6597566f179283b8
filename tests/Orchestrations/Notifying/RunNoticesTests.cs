using Tapir.DurableTask.Protobuf;
using Tapir.Orchestrations.Distilling;
using Tapir.Orchestrations.Notifying;
using Tapir.Orchestrations.Pausing;

namespace Tapir.Orchestrations.Tests.Notifying;

/// <summary>What a run and its rounds tell, and that telling changes nothing else.</summary>
[TestClass]
public sealed class RunNoticesTests
{
    [TestMethod]
    public void RunAsync_Watched_TellsOfStartAndEndAndWaitsForNeither()
    {
        ReplayedInstance run = Start(isWatched: true);

        RunToEnd(run);

        RunNotice[] told = NoticesOf(run);
        Assert.AreSequenceEqual([(NoticeEvent.Started, "running"), (NoticeEvent.Finished, "done")], told.Select(notice => (notice.Event, notice.Status)).ToArray());
        Assert.IsTrue(told.All(notice => notice.Run == "run-1"));
        StringAssert.StartsWith(told[1].Message, "S_2 answers 50.0 % of the held-out tasks exactly");
        Assert.AreSequenceEqual(
            ["notify:run-1:started-1:19700101T000000000", "notify:run-1:finished-2:19700101T000000000"],
            run.Calls.Where(call => call.Name == nameof(Notification)).Select(call => call.ChildId!).ToArray());
    }

    [TestMethod]
    public void RunAsync_NotWatched_DoesWhatAWatchedRunDoesButForTheNotices()
    {
        ReplayedInstance watched = Start(isWatched: true);
        ReplayedInstance run = Start(isWatched: false);
        RunToEnd(watched);
        RunToEnd(run);

        Assert.IsEmpty(NoticesOf(run));
        Assert.AreSequenceEqual(
            run.Calls.Select(call => call.Input).ToArray(),
            watched.Calls.Where(call => call.Name != nameof(Notification)).Select(call => call.Input.Replace(",\"isWatched\":true", "", StringComparison.Ordinal)).ToArray());
        Assert.AreEqual(run.End!.Result, watched.End!.Result);
    }

    [TestMethod]
    public void RunAsync_CallFails_TellsWhyAndFailsAsItWouldUntold()
    {
        ReplayedInstance watched = Start(isWatched: true);
        ReplayedInstance run = Start(isWatched: false);
        watched.Fail(watched.Open.First(call => call.ChildId is null), new InvalidOperationException("the file is torn"));
        run.Fail(run.Open[0], new InvalidOperationException("the file is torn"));

        RunNotice told = NoticesOf(watched)[^1];
        Assert.AreEqual((NoticeEvent.Failed, "failed", "the file is torn"), (told.Event, told.Status, told.Message));
        Assert.AreEqual(OrchestrationStatus.Failed, watched.End!.OrchestrationStatus);
        Assert.AreEqual(run.End!.FailureDetails.InnerFailure.ErrorMessage, watched.End.FailureDetails.InnerFailure.ErrorMessage);
        Assert.AreEqual(run.End.FailureDetails.ErrorType, watched.End.FailureDetails.ErrorType);
    }

    [TestMethod]
    public void RunAsync_RoundIsPaused_TellsWhyUnderTheRoundsIdEachTime()
    {
        ReplayedInstance round = new(
            new CurriculumRound(), new RoundInput(CannedRun.Spec, CannedRun.Seed, CannedRun.Round(0), 1) { IsWatched = true }, "run-1:round-1");
        for (int pause = 1; pause <= 2; pause++)
        {
            round.Fail(round.Open.First(call => call.ChildId is null), new PauseRequestedException("The budget is spent."));
            round.Raise(RunEvents.Continue);
        }

        Assert.AreSequenceEqual(
            ["notify:run-1:round-1:paused-1:19700101T000000000", "notify:run-1:round-1:paused-2:19700101T000000000"],
            round.Calls.Where(call => call.Name == nameof(Notification)).Select(call => call.ChildId!).ToArray());
        Assert.IsTrue(NoticesOf(round).All(notice => notice is { Event: NoticeEvent.Paused, Run: "run-1", Message: "The budget is spent." }));
    }

    [TestMethod]
    public void RunAsync_NoticeFails_TheRunGoesOn()
    {
        ReplayedInstance run = Start(isWatched: true);

        run.Fail(run.Open.Single(call => call.Name == nameof(Notification)), new InvalidOperationException("terminated"));
        RunToEnd(run);

        Assert.AreEqual(OrchestrationStatus.Completed, run.End!.OrchestrationStatus);
    }

    private static ReplayedInstance Start(bool isWatched) => new(new Distillation(), new DistillationInput(CannedRun.Spec, SeedFile: null) { IsWatched = isWatched });

    // Notices stay open: nobody waits for them.
    private static void RunToEnd(ReplayedInstance run)
    {
        while (run.End is null)
        {
            ScheduledCall call = run.Open.First(call => call.Name != nameof(Notification));
            run.Complete(call, CannedRun.Answer(call));
        }
    }

    private static RunNotice[] NoticesOf(ReplayedInstance instance) =>
        [.. instance.Calls.Where(call => call.Name == nameof(Notification)).Select(call => call.InputAs<RunNotice>())];
}
