using Tapir.Artifacts;
using Tapir.Orchestrations.Notifying;
using Tapir.Orchestrations.Pausing;
using Tapir.Orchestrations.Specs;
using Tapir.Orchestrations.Students;
using Tapir.Orchestrations.Training;

namespace Tapir.Orchestrations.Tests.Training;

/// <summary>A training of six slices, two an epoch. Every turn is replayed from the first event.</summary>
[TestClass]
public sealed class TrainingStepsTests
{
    private const int Slices = 6;

    [TestMethod]
    public void TrainAsync_Epochs_ReleasesEachWhenTheNextHasBegunAndTheRestAtTheEnd()
    {
        ReplayedInstance training = Start();

        training.RunToEnd(call => Answer(call));

        Assert.AreSequenceEqual(
            [
                "training.reach", "training.run-slice", "training.run-slice", "training.run-slice", "training.release-slices", "training.run-slice", "training.run-slice",
                "training.release-slices", "training.run-slice", "training.release-slices",
            ],
            training.Calls.Select(call => call.Name).ToArray());
        // The slice that the next one goes on from is never among them.
        Assert.AreSequenceEqual([2L, 4L, 5L], ReleasedUpTo(training));
        TrainedStudent trained = training.OutputAs<TrainedStudent>();
        Assert.AreEqual(CannedRun.Artifact("model"), trained.Student.Model);
        Assert.AreEqual(Checkpoint(6), trained.Checkpoint);
        Assert.AreSequenceEqual([1.0, 2, 3, 4, 5, 6], trained.Losses.Select(point => point.Loss).ToArray());
    }

    [TestMethod]
    public void TrainAsync_TrainedBefore_MakesNoStepAndHasTheSameOutcome()
    {
        ReplayedInstance whole = Start();
        whole.RunToEnd(call => Answer(call));

        ReplayedInstance again = Start();
        again.RunToEnd(call => Answer(call, reached: Slices));

        Assert.AreSequenceEqual(["training.reach", "training.release-slices"], again.Calls.Select(call => call.Name).ToArray());
        Assert.AreEqual(whole.End!.Result, again.End!.Result);
    }

    [TestMethod]
    [DataRow(1)]
    [DataRow(2)]
    [DataRow(3)]
    [DataRow(5)]
    public void TrainAsync_ReachedBeforeInTheMiddle_GoesOnFromThereToTheSameOutcome(int reached)
    {
        ReplayedInstance whole = Start();
        whole.RunToEnd(call => Answer(call));

        ReplayedInstance resumed = Start();
        resumed.RunToEnd(call => Answer(call, reached));

        Assert.AreEqual(Checkpoint(reached), resumed.Calls.First(call => call.Name == "training.run-slice").InputAs<RunSlice>().Checkpoint);
        Assert.AreEqual(Slices - reached, resumed.Calls.Count(call => call.Name == "training.run-slice"));
        Assert.AreSequenceEqual(new[] { 2L, 4L, 5L }.Where(step => step >= reached).ToArray(), ReleasedUpTo(resumed));
        Assert.AreEqual(whole.End!.Result, resumed.End!.Result);
    }

    [TestMethod]
    public void TrainAsync_NothingCanBeReleased_TrainsOnAllTheSame()
    {
        ReplayedInstance training = Start();
        while (training.End is null)
        {
            ScheduledCall call = training.Open[0];
            if (call.Name == "training.release-slices")
            {
                training.Fail(call, new IOException("The disk is read-only."));
            }
            else
            {
                training.Complete(call, Answer(call));
            }
        }

        Assert.AreEqual(CannedRun.Artifact("model"), training.OutputAs<TrainedStudent>().Student.Model);
    }

    private static ReplayedInstance Start() => new(FuncTaskOrchestrator.Create<object?, TrainedStudent>(async (context, _) => await new PausableCalls(context, new RunNotices(context, isWatched: false)).TrainAsync(
        CannedRun.Spec, new StudentRef(CannedRun.Artifact("born"), CannedRun.Artifact("tokenizer")), CannedRun.Artifact("examples"), 600, 7)));

    private static object Answer(ScheduledCall call, int reached = 0) => call.Name switch
    {
        "training.reach" => new ReachedTraining(reached == 0 ? null : Slice(reached) with { Losses = [.. Enumerable.Range(1, reached).SelectMany(step => Slice(step).Losses)] }),
        "training.run-slice" => Slice(call.InputAs<RunSlice>().Checkpoint is { } checkpoint ? Enumerable.Range(1, Slices).Single(step => Checkpoint(step) == checkpoint) + 1 : 1),
        _ => new ReleasedSlices(1, 1000, 0),
    };

    private static TrainingSlice Slice(int step) => new(
        Checkpoint(step), step == Slices ? CannedRun.Artifact("model") : null, 0, (step - 1) / 2, step, Slices, step * 100, [new LossPoint(step * 100, step)]);

    private static ArtifactRef Checkpoint(int step) => CannedRun.Artifact($"checkpoint-{step}");

    private static long[] ReleasedUpTo(ReplayedInstance training) =>
        [.. training.Calls.Where(call => call.Name == "training.release-slices").Select(call => call.InputAs<ReleaseSlices>().UpToStep)];
}
