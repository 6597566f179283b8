using Tapir.Curriculum.Planning;
using Tapir.Orchestrations.Evaluation;
using Tapir.Orchestrations.Expansion;
using Tapir.Orchestrations.Judging;
using Tapir.Orchestrations.Notifying;
using Tapir.Orchestrations.Pausing;
using Tapir.Orchestrations.Planning;
using Tapir.Orchestrations.Reviewing;
using Tapir.Orchestrations.Specs;
using Tapir.Orchestrations.Students;
using Tapir.Orchestrations.Training;

namespace Tapir.Orchestrations.Distilling;

/// <summary>One round of the curriculum, docs/method.md 3a to 3i: answer, judge, select, plan, expand, refine, assemble, train, evaluate.</summary>
public sealed class CurriculumRound : TaskOrchestrator<RoundInput, RoundOutcome>
{
    public override async Task<RoundOutcome> RunAsync(TaskOrchestrationContext context, RoundInput input)
    {
        RunSpec spec = input.Spec;
        StudentRef student = input.Previous.Trained.Student;
        RunNotices notices = new(context, input.IsWatched);
        PausableCalls calls = new(context, notices);
        Reviews reviews = new(context, calls, notices, spec.Review);
        void Enter(string phase) => calls.Report(calls.Progress with { Phase = phase });
        int SeedFor(string purpose) => RandomSeeds.For(spec.RandomSeed, $"round-{input.Round}/{purpose}");
        double hardShare = HardShare.InRound(input.Round, new HardShare(spec.Curriculum.HardShare.Start), spec.Curriculum.HardShare.Step).Value;

        Enter("answering");
        PoolShards sample = await calls.CallAsync(
            PlanningFunctions.SamplePool,
            new SamplePool(input.Previous.Pool, spec.Curriculum.PoolSample, spec.Evaluation.ShardSize, SeedFor("sample")));
        IReadOnlyList<AnsweredShard> answers = await calls.CallAllAsync(
            StudentFunctions.Answer,
            sample.Shards.Select(shard => new AnswerShard(student, shard, spec.Evaluation.AnswerTokens) { CutsLongInstructions = spec.Student.CutsLongInstructions, Device = spec.Training.Device }));

        Enter("judging");
        TeacherModel? judgeModel = spec.Judge.Kind switch
        {
            JudgeKind.Reference => null,
            JudgeKind.Tutor => TeacherModel.Tutor,
            _ => TeacherModel.Of(spec.Teacher),
        };
        IReadOnlyList<ShardScores> scores = await calls.CallAllAsync(
            JudgingFunctions.ScoreShard,
            sample.Shards.Zip(answers, (shard, answered) => new ScoreShard(shard, answered.Answers, spec.Judge, judgeModel)));

        Enter("planning");
        PlannedRound planned = await calls.CallAsync(
            PlanningFunctions.Plan,
            new PlanRound(
                input.Round,
                input.Previous.Pool,
                [.. scores.Select(shard => shard.Scores)],
                input.Previous.Curriculum?.Scores ?? [],
                student.Tokenizer,
                spec.Curriculum,
                hardShare,
                spec.Teacher.Kind,
                SeedFor("plan")));

        await reviews.PassAsync(ReviewPoint.Selection, input.Round, ReviewFunctions.ShowSelection, count => new ShowSelection(
            input.Previous.Pool,
            [.. scores.Select(shard => shard.Scores)],
            planned.Plan,
            $"S_{input.Previous.Round}",
            spec.Curriculum.Threshold,
            count,
            SeedFor("review-selection")));

        Enter("expanding");
        IReadOnlyList<WrittenInstructions> written = await calls.CallAllAsync(
            ExpansionFunctions.Write,
            planned.Requests.Select(shard => new WriteInstructions(shard, input.Previous.Pool, TeacherModel.Of(spec.Teacher))));
        FilteredInstructions filtered = await calls.CallAsync(
            ExpansionFunctions.Filter,
            new FilterInstructions(
                input.Previous.Pool,
                input.HeldOut,
                [.. written.Select(shard => shard.Candidates)],
                spec.Curriculum,
                spec.Evaluation.ShardSize));

        Enter("refining");
        IReadOnlyList<AnsweredInstructions> expanded = await calls.CallAllAsync(
            ExpansionFunctions.Answer, filtered.Accepted.Select(shard => new AnswerInstructions(shard, TeacherModel.Of(spec.Teacher), spec.Teacher.Refine)));

        Enter("assembling");
        AssembledRound assembled = await calls.CallAsync(
            PlanningFunctions.Assemble,
            new AssembleRound(
                input.Previous.Pool,
                planned.Plan,
                [.. expanded.Select(shard => shard.Examples)],
                input.HeldOut,
                student.Tokenizer,
                spec.Curriculum,
                hardShare,
                SeedFor("assemble")));

        await reviews.PassAsync(ReviewPoint.Training, input.Round, ReviewFunctions.ShowTraining, count => new ShowTraining(
            assembled.TrainingSet,
            assembled.Pool,
            [.. scores.Select(shard => shard.Scores)],
            $"S_{input.Previous.Round}",
            count,
            SeedFor("review-training")));

        Enter("training");
        TrainedStudent trained = await calls.TrainAsync(
            spec, student, assembled.TrainingSet, spec.Training.RoundTokens, SeedFor("train"));

        Enter("evaluating");
        Measurement measurement = await calls.MeasureAsync(spec, input.Seed, trained.Student);
        Measurement? tutorTasks = input.TutorTasks is { } tasks ? await calls.MeasureAsync(spec, tasks, trained.Student) : null;
        CurriculumOutcome curriculum = new(
            planned.Plan,
            planned.Summary,
            [.. scores.Select(shard => shard.Scores)],
            written.Sum(shard => shard.Count),
            SumByKey(written.Select(shard => shard.Failed)),
            filtered,
            expanded.Sum(shard => shard.Count),
            SumByKey(expanded.Select(shard => shard.ByTask)),
            expanded.Sum(shard => shard.Refined),
            expanded.Sum(shard => shard.RefinementsRejected),
            SumByKey(expanded.Select(shard => shard.Rejected)),
            assembled.Summary)
        {
            Answers = spec.Training.Preference is null ? null : [.. answers.Select(shard => shard.Answers)],
        };
        return new RoundOutcome(input.Round, trained, measurement, assembled.TrainingSet, assembled.Pool, curriculum) { Reviews = reviews.Decisions, TutorTasks = tutorTasks };
    }

    private static SortedDictionary<string, int> SumByKey(IEnumerable<IReadOnlyDictionary<string, int>> counts) => new(
        counts.SelectMany(shard => shard).GroupBy(count => count.Key, StringComparer.Ordinal).ToDictionary(group => group.Key, group => group.Sum(count => count.Value)),
        StringComparer.Ordinal);
}
