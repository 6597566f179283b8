using System.Text.Json;
using Tapir.DurableTask.Protobuf;
using Tapir.Orchestrations.Distilling;
using Tapir.Orchestrations.Notifying;
using Tapir.Orchestrations.Pausing;
using Tapir.Orchestrations.Reviewing;
using Tapir.Orchestrations.Specs;

namespace Tapir.Orchestrations.Tests.Reviewing;

/// <summary>Runs that wait for a person's word.</summary>
[TestClass]
public sealed class ReviewsTests
{
    private static readonly RunSpec Spec = CannedRun.Spec with { Review = new ReviewSpec { TimeLimit = TimeSpan.FromHours(24) } };

    [TestMethod]
    public void RunAsync_Round_WaitsAfterTheSelectionAndBeforeTheTraining()
    {
        ReplayedInstance round = StartRound(Spec);

        RunToWait(round);
        Assert.AreEqual("planning.plan-round", round.Calls[^3].Name);
        PendingReview selection = round.Progress.Waiting!;
        Assert.AreEqual((ReviewPoint.Selection, 1, ReviewVerdict.Approve), (selection.Point, selection.Round, selection.Default));
        Assert.AreEqual(round.Now.AddHours(24), selection.Until);
        Assert.AreSequenceEqual([selection.Until], round.Timers);
        Assert.IsEmpty(round.Open);

        Answer(round, ReviewPoint.Selection, ReviewVerdict.Approve);
        Assert.AreEqual("reviewing.record", round.Open.Single().Name);
        RunToWait(round);
        Assert.AreEqual(ReviewPoint.Training, round.Progress.Waiting!.Point);
        Assert.AreEqual("planning.assemble-round", round.Calls[^3].Name);

        Answer(round, ReviewPoint.Training, ReviewVerdict.Approve, note: "good");
        round.RunToEnd(CannedRun.Answer);
        RoundOutcome outcome = round.OutputAs<RoundOutcome>();
        Assert.AreSequenceEqual(
            [(ReviewPoint.Selection, ReviewVerdict.Approve, null, "anna"), (ReviewPoint.Training, ReviewVerdict.Approve, "good", "anna")],
            outcome.Reviews!.Select(review => (review.Decision.Point, review.Decision.Verdict, review.Decision.Note, review.Decision.By)).ToArray());
        Assert.AreEqual(selection.Sample.Items, outcome.Reviews![0].Decision.Sample);
    }

    [TestMethod]
    public void RunAsync_Export_WaitsAndItsDecisionIsInReportAndOutcome()
    {
        ReplayedInstance run = StartRun(Spec with { Review = Spec.Review! with { Points = [ReviewPoint.Export] } });
        RunToWait(run);
        Assert.AreEqual("review of the student S_2 before its export", run.Progress.Waiting!.What);
        Assert.IsFalse(run.Calls.Any(call => call.Name == "students.export"));

        run.Raise(RunEvents.Review, new ReviewAnswer(ReviewPoint.Export, 2, ReviewVerdict.Approve, null, "anna"));
        run.RunToEnd(CannedRun.Answer);

        Assert.AreEqual("anna", run.OutputAs<DistillationOutcome>().Reviews!.Single().Decision.By);
        Assert.AreEqual("anna", run.Calls.Single(call => call.Name == "reporting.write").InputAs<Orchestrations.Reporting.WriteReport>().Reviews!.Single().Decision.By);
        Assert.IsNull(run.Progress.Waiting);
    }

    [TestMethod]
    [DataRow(ReviewPoint.Selection, "curriculum.threshold")]
    [DataRow(ReviewPoint.Training, "curriculum.hardShare")]
    public void RunAsync_Rejected_FailsWithWhoWhyAndWhatToDoAndDoesNothingMore(ReviewPoint point, string advice)
    {
        ReplayedInstance round = StartRound(Spec with { Review = Spec.Review! with { Points = [point] } });
        RunToWait(round);
        int before = round.Calls.Count;

        Answer(round, point, ReviewVerdict.Reject, note: "far too easy.");
        round.Complete(round.Open.Single(), CannedRun.Answer(round.Open.Single()));

        Assert.AreEqual(OrchestrationStatus.Failed, round.End!.OrchestrationStatus);
        string message = round.End.FailureDetails.ErrorMessage;
        StringAssert.Contains(message, "was rejected by anna: far too easy. ");
        StringAssert.Contains(message, advice);
        StringAssert.Contains(message, "--new");
        Assert.AreEqual(before + 1, round.Calls.Count);
        Assert.AreEqual(ReviewVerdict.Reject, round.Progress.Reviews!.Single().Decision.Verdict);
    }

    [TestMethod]
    [DataRow(ReviewVerdict.Approve)]
    [DataRow(ReviewVerdict.Reject)]
    public void RunAsync_NobodyAnswers_TheDefaultHolds(ReviewVerdict verdict)
    {
        ReplayedInstance round = StartRound(Spec with { Review = new ReviewSpec { Points = [ReviewPoint.Training], Default = verdict, TimeLimit = TimeSpan.FromDays(8) } });
        RunToWait(round);

        round.PassTo(round.Progress.Waiting!.Until.AddSeconds(-1));
        Assert.IsNull(round.End);
        Assert.IsEmpty(round.Open);
        round.PassTo(round.Progress.Waiting!.Until.AddSeconds(1));
        round.RunToEnd(CannedRun.Answer);

        RecordedReview decided = round.Progress.Reviews!.Single();
        Assert.AreEqual((verdict, null), (decided.Decision.Verdict, decided.Decision.By));
        Assert.AreEqual(verdict == ReviewVerdict.Approve ? OrchestrationStatus.Completed : OrchestrationStatus.Failed, round.End!.OrchestrationStatus);
    }

    [TestMethod]
    public void RunAsync_AnswerCameAfterTheTimeWasUp_ChangesNothing()
    {
        ReplayedInstance round = StartRound(Spec);
        RunToWait(round);
        round.PassTo(round.Progress.Waiting!.Until.AddSeconds(1));

        Answer(round, ReviewPoint.Selection, ReviewVerdict.Reject);
        RunToWait(round);

        Assert.AreEqual(ReviewPoint.Training, round.Progress.Waiting!.Point);
        Assert.IsNull(round.Progress.Reviews!.Single().Decision.By);
    }

    [TestMethod]
    public void RunAsync_AnswersForAnotherPointOrRoundOrTwice_ChangeNothing()
    {
        ReplayedInstance round = StartRound(Spec);
        RunToWait(round);

        round.Raise(RunEvents.Review, new ReviewAnswer(ReviewPoint.Training, 1, ReviewVerdict.Reject, null, "bert"), new ReviewAnswer(ReviewPoint.Selection, 2, ReviewVerdict.Reject, null, "bert"));
        Assert.AreEqual(ReviewPoint.Selection, round.Progress.Waiting!.Point);
        Assert.IsEmpty(round.Open);
        round.Raise(RunEvents.Review, new ReviewAnswer(ReviewPoint.Selection, 1, ReviewVerdict.Approve, null, "anna"), new ReviewAnswer(ReviewPoint.Selection, 1, ReviewVerdict.Reject, null, "bert"));
        RunToWait(round);

        Assert.AreEqual(ReviewPoint.Training, round.Progress.Waiting!.Point);
        Assert.AreEqual("anna", round.Progress.Reviews!.Single().Decision.By);
    }

    [TestMethod]
    [DataRow("null")]
    [DataRow("\"approve\"")]
    [DataRow("{}")]
    [DataRow("{\"point\":\"selection\",\"round\":1,\"by\":\"anna\"}")]
    [DataRow("{\"point\":\"selection\",\"round\":1,\"verdict\":\"maybe\",\"by\":\"anna\"}")]
    [DataRow("{\"point\":\"selection\",\"round\":1,\"verdict\":7,\"by\":\"anna\"}")]
    [DataRow("[1]")]
    public void RunAsync_EventIsNoAnswer_IsPassedOver(string payload)
    {
        ReplayedInstance round = StartRound(Spec);
        RunToWait(round);

        round.Raise(RunEvents.Review, JsonSerializer.Deserialize<JsonElement>(payload));
        round.Raise(RunEvents.Review);
        Assert.IsNull(round.End);
        Assert.IsEmpty(round.Open);

        Answer(round, ReviewPoint.Selection, ReviewVerdict.Approve);
        Assert.AreEqual("reviewing.record", round.Open.Single().Name);
    }

    [TestMethod]
    public void RunAsync_SuspendedWhileItWaits_TakesTheAnswerWhenItGoesOn()
    {
        ReplayedInstance round = StartRound(Spec);
        RunToWait(round);
        round.Suspend();
        Answer(round, ReviewPoint.Selection, ReviewVerdict.Approve);
        Assert.IsEmpty(round.Open);

        // The time limit passes while it is suspended, after the answer.
        round.PassTo(round.Now.AddDays(2));
        round.Resume();

        Assert.AreEqual("anna", round.Open.Single().InputAs<ReviewDecision>().By);
    }

    [TestMethod]
    public void RunAsync_ApprovedBeforeTheRunFailed_IsNotAskedAgain()
    {
        ReplayedInstance round = StartRound(Spec);
        RecordedReview before = new(
            new ReviewDecision(ReviewPoint.Selection, 1, ReviewVerdict.Approve, null, "anna", DateTimeOffset.UnixEpoch, CannedRun.Artifact("sample of reviewing.show-selection")),
            CannedRun.Artifact("record"));

        while (round.Progress.Waiting is null)
        {
            ScheduledCall call = round.Open[0];
            bool isSelection = call.Name == "reviewing.recall" && call.InputAs<RecallReview>().Point == ReviewPoint.Selection;
            round.Complete(call, isSelection ? new RecalledReview(before) : CannedRun.Answer(call));
        }

        Assert.AreEqual(ReviewPoint.Training, round.Progress.Waiting.Point);
        Assert.AreEqual(before, round.Progress.Reviews!.Single());
        Assert.IsFalse(round.Calls.Any(call => call.Name == "reviewing.record"));
    }

    [TestMethod]
    public void RunAsync_NoReviewIsAskedFor_MakesTheSameCallsAndTheSameResultAsEver()
    {
        ReplayedInstance round = StartRound(CannedRun.Spec);
        round.RunToEnd(CannedRun.Answer);

        Assert.IsFalse(round.Calls.Any(call => call.Name.StartsWith("reviewing.", StringComparison.Ordinal)));
        Assert.DoesNotContain("eview", round.End!.Result);
        Assert.DoesNotContain("eview", JsonSerializer.Serialize(CannedRun.Spec, Tapir.Functions.FunctionJson.Options));
    }

    [TestMethod]
    public void RunAsync_Watched_TellsThatItWaitsAndHowToAnswer()
    {
        ReplayedInstance round = new(new CurriculumRound(), InputOf(Spec) with { IsWatched = true }, "run-1:round-1");
        RunToWait(round);

        RunNotice notice = round.Calls.Single(call => call.Name == nameof(Notification)).InputAs<RunNotice>();
        Assert.AreEqual((NoticeEvent.Waiting, "waiting", "run-1"), (notice.Event, notice.Status, notice.Run));
        StringAssert.Contains(notice.Message, "review of the selection of round 1 until 1970-01-02 00:00:00 UTC; without an answer it is approved then");
        StringAssert.Contains(notice.Message, "tapir review run-1");
    }

    private static void Answer(ReplayedInstance round, ReviewPoint point, ReviewVerdict verdict, string? note = null) =>
        round.Raise(RunEvents.Review, new ReviewAnswer(point, 1, verdict, note, "anna"));

    private static void RunToWait(ReplayedInstance instance)
    {
        while (instance.Open.FirstOrDefault(call => call.Name != nameof(Notification)) is { } call)
        {
            instance.Complete(call, CannedRun.Answer(call));
        }

        Assert.IsNull(instance.End);
    }

    private static ReplayedInstance StartRun(RunSpec spec) => new(new Distillation(), new DistillationInput(spec, SeedFile: null));

    private static ReplayedInstance StartRound(RunSpec spec) => new(new CurriculumRound(), InputOf(spec), "run-1:round-1");

    private static RoundInput InputOf(RunSpec spec) => new(spec, CannedRun.Seed, CannedRun.Round(0), 1);
}
