using Tapir.DurableTask.Protobuf;
using Tapir.Orchestrations.Distilling;
using Tapir.Orchestrations.Evaluation;
using Tapir.Orchestrations.Pausing;
using Tapir.Orchestrations.Preference;
using Tapir.Orchestrations.Reviewing;
using Tapir.Orchestrations.Seeding;
using Tapir.Orchestrations.Specs;
using Tapir.Orchestrations.Students;
using Tapir.Orchestrations.Training;

namespace Tapir.Orchestrations.Tests.Distilling;

[TestClass]
public sealed class DistillationTests
{
    [TestMethod]
    public void RunAsync_TwoRounds_CallsTheStepsInOrder()
    {
        ReplayedInstance run = Start(CannedRun.Spec);

        run.RunToEnd(CannedRun.Answer);

        Assert.AreSequenceEqual(
            [
                "seeding.import", "seeding.label", "students.train-tokenizer", "students.create",
                "training.reach", "training.run-slice", "training.run-slice", "training.release-slices",
                "students.answer", "students.answer", "students.answer", "students.measure-loss", "students.measure-loss", "students.measure-loss", "evaluation.grade",
                "CurriculumRound", "CurriculumRound", "students.export", "reporting.write",
            ],
            run.Calls.Select(call => call.Name).ToArray());
        DistillationOutcome outcome = run.OutputAs<DistillationOutcome>();
        Assert.AreSequenceEqual([0, 1, 2], outcome.Rounds.Select(round => round.Round).ToArray());
        Assert.AreEqual("done", run.Progress.Phase);
    }

    [TestMethod]
    public void RunAsync_EachRound_IsAChildThatStartsFromTheOneBefore()
    {
        ReplayedInstance run = Start(CannedRun.Spec);

        run.RunToEnd(CannedRun.Answer);

        ScheduledCall[] rounds = [.. run.Calls.Where(call => call.ChildId is not null)];
        Assert.AreSequenceEqual(["run-1:round-1", "run-1:round-2"], rounds.Select(round => round.ChildId).ToArray());
        Assert.AreEqual(CannedRun.Artifact("trained"), rounds[0].InputAs<RoundInput>().Previous.Trained.Student.Model);
        Assert.AreEqual(CannedRun.Artifact("model-1"), rounds[1].InputAs<RoundInput>().Previous.Trained.Student.Model);
        Assert.AreEqual(CannedRun.Artifact("model-2"), run.Calls.Single(call => call.Name == "students.export").InputAs<ExportStudent>().Student.Model);
    }

    [TestMethod]
    public void RunAsync_Training_GoesOnFromTheSliceBefore()
    {
        ReplayedInstance run = Start(CannedRun.Spec);

        run.RunToEnd(CannedRun.Answer);

        RunSlice[] slices = [.. run.Calls.Where(call => call.Name == "training.run-slice").Select(call => call.InputAs<RunSlice>())];
        Assert.IsNull(slices[0].Checkpoint);
        Assert.AreEqual(slices[0] with { Checkpoint = CannedRun.Artifact("checkpoint-1") }, slices[1]);
        Assert.HasCount(2, run.OutputAs<DistillationOutcome>().Rounds[0].Trained.Losses);
    }

    [TestMethod]
    public void RunAsync_SeedFile_IsKnownByItsContentAndNotByItsPlace()
    {
        ReplayedInstance run = Start(CannedRun.Spec with { Seed = new SeedSpec { Path = @"C:\data\mine.jsonl" } });
        ReplayedInstance moved = Start(CannedRun.Spec with { Seed = new SeedSpec { Path = "/elsewhere/mine.jsonl" } });

        Assert.AreEqual("mine.jsonl", run.Open[0].InputAs<ImportSeed>().FileName);
        Assert.AreEqual(run.Open[0].Input, moved.Open[0].Input);
    }

    [TestMethod]
    public void RunAsync_ModelThatExists_IsLoadedAndTrainedInsteadOfABornStudent()
    {
        ModelFile[] files = [new("model.gguf", CannedRun.Artifact("file"))];
        ReplayedInstance run = Start(OfAModel(baseTokens: 100), files);

        run.RunToEnd(CannedRun.Answer);

        Assert.IsEmpty(run.Calls.Where(call => call.Name is "students.create" or "students.train-tokenizer"));
        LoadStudent load = run.Calls.Single(call => call.Name == "students.load").InputAs<LoadStudent>();
        Assert.AreSequenceEqual(files, load.Files.ToArray());
        Assert.AreEqual(CannedRun.Artifact("loaded"), run.Calls.First(call => call.Name == "training.reach").InputAs<RunTraining>().Student.Model);
        ExportStudent export = run.Calls.Single(call => call.Name == "students.export").InputAs<ExportStudent>();
        Assert.AreEqual(8192, export.Context);
        Assert.AreEqual(new CardFact("Begun with", "model.gguf (llama, 30 layers of width 576)"), export.Card[0]);
    }

    [TestMethod]
    public void RunAsync_ModelOnAHub_IsFetchedFirst()
    {
        ReplayedInstance run = Start(OfAModel(baseTokens: 0) with { Student = new StudentSpec { Model = "hf://owner/name@v1" } });

        run.RunToEnd(CannedRun.Answer);

        Assert.AreEqual("hf://owner/name@v1", run.Calls.Single(call => call.Name == "students.fetch").InputAs<FetchModel>().Model);
        Assert.AreEqual(CannedRun.Artifact("fetched"), run.Calls.Single(call => call.Name == "students.load").InputAs<LoadStudent>().Files.Single().Content);
    }

    [TestMethod]
    public void RunAsync_ModelThatExistsWithoutBaseTokens_IsMeasuredAsItIs()
    {
        ReplayedInstance run = Start(OfAModel(baseTokens: 0), [new("model.gguf", CannedRun.Artifact("file"))]);

        run.RunToEnd(CannedRun.Answer);

        Assert.IsEmpty(run.Calls.Where(call => call.Name.StartsWith("training.", StringComparison.Ordinal)));
        TrainedStudent first = run.OutputAs<DistillationOutcome>().Rounds[0].Trained;
        Assert.AreEqual((CannedRun.Artifact("loaded"), 0L), (first.Student.Model, first.Tokens));
    }

    [TestMethod]
    public void RunAsync_SeedFileAndTutorTasks_MeasuresOnBothAndTrainsOnNeither()
    {
        RunSpec spec = CannedRun.Spec with { Seed = new SeedSpec { Path = "/data/mine.jsonl" }, Evaluation = new EvaluationSpec { TutorTasks = true } };
        ReplayedInstance run = new(new Distillation(), new DistillationInput(spec, CannedRun.Artifact("mine")));

        run.RunToEnd(CannedRun.Answer);

        GradeAnswers[] grades = [.. run.Calls.Where(call => call.Name == "evaluation.grade").Select(call => call.InputAs<GradeAnswers>())];
        Assert.AreSequenceEqual([CannedRun.Artifact("held-out-1"), CannedRun.Artifact("tutor-tasks")], grades.Select(grade => grade.HeldOut[0]).ToArray());
        Assert.IsNotNull(run.OutputAs<DistillationOutcome>().Rounds[0].TutorTasks);
        RoundInput round = run.Calls.First(call => call.ChildId is not null).InputAs<RoundInput>();
        CollectionAssert.Contains(round.HeldOut.ToArray(), CannedRun.Artifact("tutor-tasks"));
        CollectionAssert.Contains(round.HeldOut.ToArray(), CannedRun.Artifact("held-out-3"));
    }

    [TestMethod]
    public void RunAsync_PreferenceInTheSpec_TunesTheLastStudentAfterTheLastRoundAndExportsIt()
    {
        ReplayedInstance run = Start(CannedRun.SpecWithPreference);

        run.RunToEnd(CannedRun.Answer);

        Assert.AreSequenceEqual(["CurriculumRound", "CurriculumRound", "PreferenceTuning", "students.export", "reporting.write"], run.Calls.Select(call => call.Name).ToArray()[^5..]);
        ScheduledCall tuning = run.Calls.Single(call => call.Name == "PreferenceTuning");
        Assert.AreEqual("run-1:preference", tuning.ChildId);
        Assert.AreEqual(CannedRun.Artifact("model-2"), tuning.InputAs<PreferenceInput>().Last.Trained.Student.Model);
        Assert.AreEqual(CannedRun.Artifact("tuned"), run.Calls.Single(call => call.Name == "students.export").InputAs<ExportStudent>().Student.Model);
        Assert.AreEqual("S_2 + preference", run.Calls.Single(call => call.Name == "students.export").InputAs<ExportStudent>().Card[^1].Name);
        Assert.AreEqual(CannedRun.Artifact("tuned"), run.OutputAs<DistillationOutcome>().Preference!.Tuned!.Trained.Student.Model);
    }

    [TestMethod]
    public void RunAsync_ReviewBeforeTheExportOfATunedStudent_ShowsItBesideTheFirst()
    {
        ReplayedInstance run = Start(CannedRun.SpecWithPreference with { Review = new ReviewSpec { Points = [ReviewPoint.Export] } });
        while (run.Calls.All(call => call.Name != "reviewing.show-export"))
        {
            run.Complete(run.Open[0], CannedRun.Answer(run.Open[0]));
        }

        ShowExport shown = run.Calls[^1].InputAs<ShowExport>();
        Assert.AreSequenceEqual(["S_0", "S_2 + preference"], shown.Students.ToArray());
        Assert.AreEqual(CannedRun.Artifact("tuned grades"), shown.Grades[1]);
    }

    [TestMethod]
    public void RunAsync_NothingToTuneOn_ExportsTheLastRoundsStudent()
    {
        ReplayedInstance run = Start(CannedRun.SpecWithPreference);

        run.RunToEnd(call => CannedRun.Answer(call) is PreferenceOutcome outcome ? outcome with { Tuned = null } : CannedRun.Answer(call));

        Assert.AreEqual(CannedRun.Artifact("model-2"), run.Calls.Single(call => call.Name == "students.export").InputAs<ExportStudent>().Student.Model);
    }

    /// <summary>What an earlier Tapir recorded of a run without one must be found again, by history and by key.</summary>
    [TestMethod]
    public void RunAsync_NoPreferenceInTheSpec_SaysNothingOfItInAnyCallOrOutcome()
    {
        ReplayedInstance run = Start(CannedRun.Spec);

        run.RunToEnd(CannedRun.Answer);

        Assert.IsEmpty(run.Calls.Where(call => call.Input.Contains("preference", StringComparison.OrdinalIgnoreCase)));
        Assert.DoesNotContain("preference", run.End!.Result);
    }

    [TestMethod]
    public void RunAsync_OtherTokensOfRounds_TrainsS0WithTheSameCalls()
    {
        Assert.AreSequenceEqual(
            InputsOf(CannedRun.Spec)[..8],
            InputsOf(CannedRun.Spec with { Training = new TrainingSpec { RoundTokens = 7 } })[..8]);
    }

    [TestMethod]
    public void RunAsync_Device_IsLookedForBeforeAnythingElseAndTrainedOn()
    {
        ReplayedInstance run = Start(CannedRun.Spec with { Training = new TrainingSpec { Device = "cuda:1", Precision = TrainingPrecision.Bfloat16 } });

        run.RunToEnd(CannedRun.Answer);

        Assert.AreEqual("training.find-device", run.Calls[0].Name);
        Assert.AreEqual(new FindDevice("cuda:1", TrainingPrecision.Bfloat16), run.Calls[0].InputAs<FindDevice>());
        OptimizerSettings settings = run.Calls.First(call => call.Name == "training.run-slice").InputAs<RunSlice>().Settings;
        Assert.AreEqual("cuda:1", settings.Device);
        Assert.AreEqual(TrainingPrecision.Bfloat16, settings.Precision);
        Assert.AreEqual("cuda:1", run.Calls.First(call => call.Name == "students.answer").InputAs<AnswerShard>().Device);
        Assert.AreEqual("cuda:1", run.Calls.First(call => call.Name == "students.measure-loss").InputAs<MeasureLoss>().Device);
    }

    [TestMethod]
    public void RunAsync_DeviceIsTheCpu_MakesTheSameCallsAsEver() =>
        Assert.AreSequenceEqual(InputsOf(CannedRun.Spec), InputsOf(CannedRun.Spec with { Training = new TrainingSpec { Device = "cpu" } }));

    [TestMethod]
    public void RunAsync_SettingsThatTheTutorDoesNotLookAt_MakeTheSameCalls()
    {
        TeacherSpec teacher = new() { KeyVariable = "OTHER", Concurrency = 3, TimeoutSeconds = 7, Temperature = 0, MaxTokens = 9 };

        ReplayedInstance run = Start(CannedRun.Spec with { Teacher = teacher });
        ReplayedInstance usual = Start(CannedRun.Spec);
        run.Complete(run.Open[0], CannedRun.Seed);
        usual.Complete(usual.Open[0], CannedRun.Seed);

        Assert.AreEqual("seeding.label", run.Open[0].Name);
        Assert.AreEqual(usual.Open[0].Input, run.Open[0].Input);
    }

    [TestMethod]
    public void RunAsync_EndpointReachedOtherwise_LabelsWithTheSameCall()
    {
        TeacherSpec teacher = new() { Kind = TeacherKind.OpenAI, Model = "gpt" };

        string usual = LabelInputOf(teacher);

        Assert.AreEqual(usual, LabelInputOf(teacher with { KeyVariable = "OTHER", Concurrency = 3, TimeoutSeconds = 7, RequestsPerMinute = 5, Retries = 1, MaxTokensField = MaxTokensName.MaxTokens }));
        Assert.AreEqual(usual, LabelInputOf(teacher with { Url = "https://api.openai.com/v1/" }));
        Assert.AreNotEqual(usual, LabelInputOf(teacher with { Temperature = 0 }));
        Assert.AreNotEqual(usual, LabelInputOf(teacher with { MaxTokens = 9 }));
        Assert.AreNotEqual(usual, LabelInputOf(teacher with { Url = "https://elsewhere/v1" }));

        static string LabelInputOf(TeacherSpec teacher)
        {
            ReplayedInstance run = Start(CannedRun.Spec with { Teacher = teacher });
            run.Complete(run.Open[0], CannedRun.Seed);
            return run.Open[0].Input;
        }
    }

    [TestMethod]
    public void RunAsync_RunOfTheSameSpecUnderAnotherId_ExportsWithTheSameTitle()
    {
        ReplayedInstance run = Start(CannedRun.Spec);

        run.RunToEnd(CannedRun.Answer);

        Assert.AreEqual(CannedRun.Spec.Name, run.Calls.Single(call => call.Name == "students.export").InputAs<ExportStudent>().Title);
    }

    [TestMethod]
    public void RunAsync_SameSpec_MakesTheSameCalls()
    {
        Assert.AreSequenceEqual(InputsOf(CannedRun.Spec), InputsOf(CannedRun.Spec));
        Assert.AreNotEqual(InputsOf(CannedRun.Spec)[0], InputsOf(CannedRun.Spec with { RandomSeed = 2 })[0]);
    }

    [TestMethod]
    public void RunAsync_CallFails_FailsTheRunWithItsMessage()
    {
        ReplayedInstance run = Start(CannedRun.Spec);

        run.Fail(run.Open[0], new InvalidOperationException("the file is torn"));

        Assert.AreEqual(OrchestrationStatus.Failed, run.End!.OrchestrationStatus);
        StringAssert.Contains(run.End.FailureDetails.ToString(), "the file is torn");
    }

    [TestMethod]
    public void RunAsync_RoundFails_FailsTheRun()
    {
        ReplayedInstance run = Start(CannedRun.Spec);
        while (run.Open[0].ChildId is null)
        {
            run.Complete(run.Open[0], CannedRun.Answer(run.Open[0]));
        }

        run.Fail(run.Open[0], new InvalidOperationException("the round broke"));

        Assert.AreEqual(OrchestrationStatus.Failed, run.End!.OrchestrationStatus);
    }

    [TestMethod]
    public void RunAsync_EveryCallRefusedOnce_ComesToTheSameEnd()
    {
        ReplayedInstance undisturbed = Start(CannedRun.Spec);
        undisturbed.RunToEnd(CannedRun.Answer);
        ReplayedInstance run = Start(CannedRun.Spec);
        HashSet<string> refused = [];
        while (run.End is null)
        {
            ScheduledCall call = run.Open[0];
            if (call.ChildId is null && refused.Add(call.Name + call.Input))
            {
                run.Fail(call, new PauseRequestedException("The budget is spent."));
                if (run.Open.Count == 0)
                {
                    Assert.IsNotNull(run.Progress.Paused);
                    run.Raise(RunEvents.Continue);
                }
            }
            else
            {
                run.Complete(call, CannedRun.Answer(call));
            }
        }

        Assert.AreEqual(undisturbed.End!.Result, run.End.Result);
        Assert.IsNull(run.Progress.Paused);
    }

    private static ReplayedInstance Start(RunSpec spec, IReadOnlyList<ModelFile>? model = null) => new(new Distillation(), new DistillationInput(spec, SeedFile: null) { ModelFiles = model });

    private static RunSpec OfAModel(long baseTokens) => CannedRun.Spec with
    {
        Student = new StudentSpec { Model = "/models/model.gguf", Adapter = new AdapterSpec() },
        Training = new TrainingSpec { BaseTokens = baseTokens },
    };

    private static string[] InputsOf(RunSpec spec)
    {
        ReplayedInstance run = Start(spec);
        run.RunToEnd(CannedRun.Answer);
        return [.. run.Calls.Select(call => call.Input)];
    }
}
