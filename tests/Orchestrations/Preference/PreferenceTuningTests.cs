using Tapir.Orchestrations.Evaluation;
using Tapir.Orchestrations.Pausing;
using Tapir.Orchestrations.Preference;
using Tapir.Orchestrations.Specs;
using Tapir.Orchestrations.Training;

namespace Tapir.Orchestrations.Tests.Preference;

[TestClass]
public sealed class PreferenceTuningTests
{
    private static readonly RoundJudgements[] Judged = [new(1, [CannedRun.Artifact("answers")], [CannedRun.Artifact("scores")])];

    [TestMethod]
    public void RunAsync_Tuning_MeasuresTheReferenceOnceAndBeforeAnySlice()
    {
        ReplayedInstance tuning = Finished(CannedRun.SpecWithPreference);

        Assert.AreSequenceEqual(
            [
                "preference.select-pairs", "preference.measure-pairs", "preference.measure-pairs",
                "training.reach", "training.run-slice", "training.run-slice", "training.release-slices",
                "preference.measure-pairs", "preference.measure-pairs",
                "students.answer", "students.answer", "students.answer", "students.measure-loss", "students.measure-loss", "students.measure-loss", "evaluation.grade",
            ],
            tuning.Calls.Select(call => call.Name).ToArray());
        MeasurePairs[] measured = [.. tuning.Calls.Where(call => call.Name == "preference.measure-pairs").Select(call => call.InputAs<MeasurePairs>())];
        Assert.IsTrue(measured[..2].All(call => call.Student.Model == CannedRun.Artifact("model-2")));
        Assert.IsTrue(measured[2..].All(call => call.Student.Model == CannedRun.Artifact("trained")));
        TunedStudent tuned = tuning.OutputAs<PreferenceOutcome>().Tuned!;
        Assert.AreEqual(CannedRun.Artifact("trained"), tuned.Trained.Student.Model);
        Assert.HasCount(2, tuned.Before);
        Assert.IsEmpty(tuned.Before.Intersect(tuned.After));
    }

    [TestMethod]
    public void RunAsync_EverySlice_ReadsTheReferenceAndIsTrainedBySettingsOfItsOwn()
    {
        ReplayedInstance tuning = Finished(CannedRun.SpecWithPreference);

        RunSlice[] slices = [.. tuning.Calls.Where(call => call.Name == "training.run-slice").Select(call => call.InputAs<RunSlice>())];
        foreach (RunSlice slice in slices)
        {
            Assert.AreEqual(CannedRun.Artifact("model-2"), slice.Student.Model);
            Assert.AreEqual(CannedRun.Artifact("pairs"), slice.Examples);
            Assert.AreEqual(0.2, slice.Preference!.Beta);
            Assert.AreSequenceEqual(
                new[] { "pairs-1", "pairs-2" }.Select(shard => CannedRun.Artifact($"{CannedRun.Artifact("model-2")} on {CannedRun.Artifact(shard)}")).ToArray(),
                slice.Preference.Reference.ToArray());
            Assert.AreEqual((2, 5e-5, 800L), (slice.Settings.Epochs, slice.Settings.LearningRate, slice.Tokens));
        }

        Assert.AreEqual(CannedRun.Artifact("checkpoint-1"), slices[1].Checkpoint);
    }

    [TestMethod]
    public void RunAsync_Pairs_AreAskedForWithinTheTokensOfOneEpochAndApartFromAllHeldOut()
    {
        ReplayedInstance tuning = Start(CannedRun.SpecWithPreference);

        SelectPairs asked = tuning.Open.Single().InputAs<SelectPairs>();

        Assert.AreEqual(500, asked.Tokens);
        Assert.AreEqual(CannedRun.SpecWithPreference.Curriculum.Threshold, asked.Threshold);
        CollectionAssert.IsSubsetOf(CannedRun.Seed.HeldOut.ToArray(), asked.HeldOut.ToArray());
        CollectionAssert.Contains(asked.HeldOut.ToArray(), CannedRun.Artifact("tutor-tasks"));
        Assert.AreEqual(CannedRun.Artifact("pool-2"), asked.Pool);
    }

    [TestMethod]
    public void RunAsync_NoPair_EndsWithoutATuning()
    {
        ReplayedInstance tuning = Start(CannedRun.SpecWithPreference);

        tuning.Complete(tuning.Open[0], new SelectedPairs(CannedRun.Artifact("none"), [], 0, 0, new Dictionary<int, int>(), new Dictionary<string, int> { ["too long"] = 4 }));

        Assert.HasCount(1, tuning.Calls);
        PreferenceOutcome outcome = tuning.OutputAs<PreferenceOutcome>();
        Assert.IsNull(outcome.Tuned);
        Assert.AreEqual(4, outcome.Pairs.LeftOut["too long"]);
    }

    [TestMethod]
    public void RunAsync_TutorTasks_AreWhereExactAnswersAreCounted()
    {
        ReplayedInstance tuning = Finished(CannedRun.SpecWithPreference, tutorTasks: true);

        GradeAnswers[] grades = [.. tuning.Calls.Where(call => call.Name == "evaluation.grade").Select(call => call.InputAs<GradeAnswers>())];
        Assert.AreSequenceEqual([CannedRun.Artifact("held-out-1"), CannedRun.Artifact("tutor-tasks")], grades.Select(grade => grade.HeldOut[0]).ToArray());
        Assert.IsNotNull(tuning.OutputAs<PreferenceOutcome>().Tuned!.TutorTasks);
    }

    [TestMethod]
    public void RunAsync_EveryCallRefusedOnce_ComesToTheSameEnd()
    {
        ReplayedInstance undisturbed = Finished(CannedRun.SpecWithPreference, tutorTasks: true);
        ReplayedInstance tuning = Start(CannedRun.SpecWithPreference);
        HashSet<string> refused = [];
        while (tuning.End is null)
        {
            ScheduledCall call = tuning.Open[0];
            if (refused.Add(call.Name + call.Input))
            {
                tuning.Fail(call, new PauseRequestedException("The disk is full."));
                if (tuning.Open.Count == 0)
                {
                    Assert.IsNotNull(tuning.Progress.Paused);
                    tuning.Raise(RunEvents.Continue);
                }
            }
            else
            {
                tuning.Complete(call, CannedRun.Answer(call));
            }
        }

        Assert.AreEqual(undisturbed.End!.Result, tuning.End.Result);
    }

    private static ReplayedInstance Finished(RunSpec spec, bool tutorTasks = false)
    {
        ReplayedInstance tuning = Start(spec, tutorTasks);
        tuning.RunToEnd(CannedRun.Answer);
        return tuning;
    }

    private static ReplayedInstance Start(RunSpec spec, bool tutorTasks = true) => new(
        new PreferenceTuning(),
        new PreferenceInput(spec, CannedRun.Seed, CannedRun.Round(2), Judged) { TutorTasks = tutorTasks ? CannedRun.TutorTasks : null },
        "run-1:preference");
}
