using System.Globalization;
using Tapir.Orchestrations.Evaluation;
using Tapir.Orchestrations.Notifying;
using Tapir.Orchestrations.Pausing;
using Tapir.Orchestrations.Preference;
using Tapir.Orchestrations.Reporting;
using Tapir.Orchestrations.Reviewing;
using Tapir.Orchestrations.Seeding;
using Tapir.Orchestrations.Specs;
using Tapir.Orchestrations.Students;
using Tapir.Orchestrations.Training;

namespace Tapir.Orchestrations.Distilling;

/// <summary>A whole run: seed, S_0, a <see cref="CurriculumRound"/> a round, export and report. Its instance id is the run's id.</summary>
public sealed class Distillation : TaskOrchestrator<DistillationInput, DistillationOutcome>
{
    public override async Task<DistillationOutcome> RunAsync(TaskOrchestrationContext context, DistillationInput input)
    {
        RunNotices notices = new(context, input.IsWatched);
        notices.Started();
        try
        {
            DistillationOutcome outcome = await DistilAsync(context, input, notices);
            notices.Finished(ResultOf(LastStudent.Of(outcome.Rounds, outcome.Preference)));
            return outcome;
        }
        catch (Exception problem)
        {
            notices.Failed(problem);
            throw;
        }
    }

    private static async Task<DistillationOutcome> DistilAsync(TaskOrchestrationContext context, DistillationInput input, RunNotices notices)
    {
        RunSpec spec = input.Spec;
        PausableCalls calls = new(context, notices);
        Reviews reviews = new(context, calls, notices, spec.Review);
        void Enter(string phase) => calls.Report(calls.Progress with { Phase = phase });
        int SeedFor(string purpose) => RandomSeeds.For(spec.RandomSeed, purpose);

        if (spec.Training.Device is { } device)
        {
            Enter("looking for the device");
            await calls.CallAsync(TrainingFunctions.FindDevice, new FindDevice(device, spec.Training.Precision));
        }

        Enter("importing the seed");
        string? fileName = spec.Seed.Path is { } path ? SeedSource.NameOf(path) : null;
        SeedDataset imported = await calls.CallAsync(
            SeedFunctions.Import,
            new ImportSeed(input.SeedFile, fileName, spec.Seed.WithoutFiles(), spec.Evaluation, SeedFor("import")) { Also = input.AlsoSeeds });
        LabelledSeed seed = await calls.CallAsync(SeedFunctions.Label, new LabelSeed(imported, TeacherModel.Of(spec.Teacher), SeedFor("label")));
        calls.Report(calls.Progress with { Seed = seed });

        Enter("training S_0");
        SeedDataset? tutorTasks = spec.Evaluation.TutorTasks is true && spec.Seed.Path is not null ? await DrawTutorTasksAsync(calls, spec) : null;
        LoadedStudent? loaded = spec.Student.Model is null ? null : await LoadAsync(calls, input);
        RoundOutcome current = await FitBaseAsync(calls, spec, seed.Seed, tutorTasks, loaded);
        List<RoundOutcome> rounds = [current];
        calls.Report(calls.Progress with { Rounds = [.. rounds] });
        for (int round = 1; round <= spec.Curriculum.Rounds; round++)
        {
            Enter($"round {round} of {spec.Curriculum.Rounds}");
            current = await context.CallSubOrchestratorAsync<RoundOutcome>(
                nameof(CurriculumRound),
                new RoundInput(spec, seed.Seed, current, round) { IsWatched = input.IsWatched, TutorTasks = tutorTasks },
                new SubOrchestrationOptions(instanceId: $"{context.InstanceId}:round-{round}"));
            rounds.Add(current);
            calls.Report(calls.Progress with { Rounds = [.. rounds] });
        }

        PreferenceOutcome? preference = null;
        if (spec.Training.Preference is not null)
        {
            Enter("preference tuning");
            preference = await context.CallSubOrchestratorAsync<PreferenceOutcome>(
                nameof(PreferenceTuning),
                new PreferenceInput(spec, seed.Seed, current, JudgedIn(rounds)) { IsWatched = input.IsWatched, TutorTasks = tutorTasks },
                new SubOrchestrationOptions(instanceId: $"{context.InstanceId}:{PreferenceTuning.Part}"));
            calls.Report(calls.Progress with { Preference = preference });
        }

        LastStudent last = LastStudent.Of(rounds, preference);
        await reviews.PassAsync(ReviewPoint.Export, last.Round, ReviewFunctions.ShowExport, count => new ShowExport(
            seed.Seed.HeldOut, [rounds[0].Measurement.Grades, last.Measurement.Grades], ["S_0", last.Name], count, SeedFor("review-export")));

        Enter("exporting");
        ExportedStudent student = await calls.CallAsync(
            StudentFunctions.Export,
            new ExportStudent(last.Trained.Student, spec.Name, StudentCard.Of(spec, seed.Seed, rounds, preference), spec.Evaluation.AnswerTokens) { Context = loaded?.Context });
        WrittenReport report = await calls.CallAsync(ReportFunctions.Write, new WriteReport(spec, seed, rounds, student) { Reviews = reviews.Decisions, Preference = preference });
        Enter("done");
        return new DistillationOutcome(seed, rounds, student, report) { Reviews = reviews.Decisions, Preference = preference };
    }

    private static IReadOnlyList<RoundJudgements> JudgedIn(IEnumerable<RoundOutcome> rounds) =>
        [.. rounds.Where(round => round.Curriculum is not null).Select(round => new RoundJudgements(round.Round, round.Curriculum!.Answers ?? [], round.Curriculum.Scores))];

    // A seed that the tutor writes has the same held-out tasks; its own pool is left alone.
    private static Task<SeedDataset> DrawTutorTasksAsync(PausableCalls calls, RunSpec spec) => calls.CallAsync(
        SeedFunctions.Import,
        new ImportSeed(File: null, FileName: null, spec.Seed.WithoutFiles() with { PerCell = 1 }, spec.Evaluation, RandomSeeds.For(spec.RandomSeed, "tutor-tasks")));

    private static async Task<LoadedStudent> LoadAsync(PausableCalls calls, DistillationInput input)
    {
        StudentSpec student = input.Spec.Student;
        IReadOnlyList<ModelFile> files = input.ModelFiles ?? (await calls.CallAsync(StudentFunctions.Fetch, new FetchModel(student.Model!))).Files;
        return await calls.CallAsync(StudentFunctions.Load, new LoadStudent(files, student.Context));
    }

    /// <summary>S_0: the model that the run begins with, or a student born on the seed's own vocabulary; trained on D.</summary>
    private static async Task<RoundOutcome> FitBaseAsync(PausableCalls calls, RunSpec spec, SeedDataset seed, SeedDataset? tutorTasks, LoadedStudent? loaded)
    {
        StudentRef first = loaded?.Student ?? await BearAsync(calls, spec, seed);
        TrainedStudent trained = spec.Training.BaseTokens == 0
            ? new TrainedStudent(first, Tokens: 0, Steps: 0, LeftOut: 0, Losses: [])
            : await calls.TrainAsync(spec, first, seed.Pool, spec.Training.BaseTokens, RandomSeeds.For(spec.RandomSeed, "round-0/train"));
        Measurement measurement = await calls.MeasureAsync(spec, seed, trained.Student);
        return new RoundOutcome(0, trained, measurement, seed.Pool, seed.Pool, Curriculum: null)
        {
            BegunWith = loaded,
            TutorTasks = tutorTasks is null ? null : await calls.MeasureAsync(spec, tutorTasks, trained.Student),
        };
    }

    private static async Task<StudentRef> BearAsync(PausableCalls calls, RunSpec spec, SeedDataset seed)
    {
        TrainedTokenizer tokenizer = await calls.CallAsync(StudentFunctions.TrainTokenizer, new TrainTokenizer(seed.Pool, spec.Student.Vocabulary));
        return await calls.CallAsync(
            StudentFunctions.Create,
            new CreateStudent(spec.Student with { Vocabulary = tokenizer.Vocabulary }, tokenizer.Tokenizer, RandomSeeds.For(spec.RandomSeed, "create")));
    }

    private static string ResultOf(LastStudent last)
    {
        AccuracyInterval accuracy = last.Counted.Accuracy;
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{last.Name} answers {accuracy.Value:P1} of the held-out tasks exactly (95 % interval {accuracy.Low:P1} to {accuracy.High:P1}).");
    }
}
