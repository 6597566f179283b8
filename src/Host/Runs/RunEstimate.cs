using Tapir.Curriculum.Planning;
using Tapir.Curriculum.Tasks;
using Tapir.Datasets;
using Tapir.Orchestrations.Specs;
using Tapir.Teachers.Budgets;
using Tapir.Teachers.Labeling;
using Tapir.Teachers.Tutor;

namespace Tapir.Host.Runs;

/// <summary>About what a run spends on chat models, said before it starts: no answer is asked for twice, and nothing is dropped.</summary>
/// <param name="Whole">All calls, by kind.</param>
/// <param name="Over">Which limit of the budget it is above, in words; null where the run should come out within its budget.</param>
/// <param name="PausesInRound">The round in which that limit is reached, 0 for what comes before round 1; null where none is.</param>
/// <param name="MoreLabels">Instructions that the teacher may be asked to label besides, where a classifier that learns from the others is not sure.</param>
internal sealed record RunEstimate(BudgetEstimate Whole, string? Over, int? PausesInRound, int MoreLabels)
{
    private static readonly int LabelsAtFirst = new LabelerOptions().SampleSize;

    /// <exception cref="DatasetException">The seed file cannot be used.</exception>
    public static async Task<RunEstimate> OfAsync(RunSpec spec, CancellationToken cancellation) => Of(spec, await SeedSurvey.OfAsync(spec, cancellation));

    public static RunEstimate Of(RunSpec spec, SeedSurvey seed)
    {
        PlannedCalls[][] rounds = [.. Enumerable.Range(0, spec.Curriculum.Rounds + 1).Select(round => round == 0 ? Labels(spec, seed) : Round(spec, seed, round))];
        BudgetEstimate whole = BudgetEstimate.Of([.. rounds
            .SelectMany(calls => calls)
            .GroupBy(calls => calls.Kind)
            .Select(kind => kind.First() with { Calls = kind.Sum(calls => calls.Calls) })]);
        BudgetLimits limits = spec.Budget.ToLimits();
        return new RunEstimate(whole, whole.Over(limits), RoundOver(rounds, limits), Math.Max(0, LabelledOf(spec, seed) - LabelsAtFirst));
    }

    private static int? RoundOver(PlannedCalls[][] rounds, BudgetLimits limits)
    {
        Spending spent = default;
        for (int round = 0; round < rounds.Length; round++)
        {
            spent += BudgetEstimate.Of(rounds[round]).Total;
            if (spent.FirstOver(limits) is not null)
            {
                return round;
            }
        }

        return null;
    }

    private static PlannedCalls[] Labels(RunSpec spec, SeedSurvey seed) => [TeacherOf(spec, seed).Label(Math.Min(LabelledOf(spec, seed), LabelsAtFirst))];

    // The tutor labels nothing but its own tasks, and those without a call.
    private static int LabelledOf(RunSpec spec, SeedSurvey seed) => spec.Teacher.Kind == TeacherKind.Tutor ? 0 : seed.Unlabelled;

    private static PlannedCalls[] Round(RunSpec spec, SeedSurvey seed, int round)
    {
        TypicalCalls teacher = TeacherOf(spec, seed);
        int cells = CellsOf(spec);
        int wanted = cells == 0 ? 0 : spec.Curriculum.RoundSize;
        // A request is for one cell, so each cell may end in one that is not full.
        int requests = Math.Min(wanted, (wanted / RoundSettings.UsualInstructionsPerRequest) + cells);
        return
        [
            JudgeOf(spec, seed).Judge(JudgedIn(spec, seed, round)),
            teacher.Expand(requests, spec.Curriculum.InContext, requests == 0 ? 0 : wanted / requests),
            teacher.Answer(wanted),
            teacher.Refine(spec.Teacher.Refine ? wanted : 0),
        ];
    }

    private static long JudgedIn(RunSpec spec, SeedSurvey seed, int round)
    {
        if (spec.Judge.Kind == JudgeKind.Reference)
        {
            return 0;
        }

        // The tutor writes what is measured besides.
        int held = spec.Seed.Path is null ? 0 : spec.Evaluation.HeldOutOf(seed.Rows);
        long pool = seed.Rows - held + ((round - 1L) * spec.Curriculum.RoundSize);
        long sample = spec.Curriculum.PoolSample > 0 ? Math.Min(pool, spec.Curriculum.PoolSample) : pool;
        return sample * (spec.Judge is { Kind: JudgeKind.Teacher, SwapOrder: true } ? 2 : 1);
    }

    /// <summary>What requests are made for: the tutor's families and levels, those that the pool has for another teacher, and labels as a whole.</summary>
    private static int CellsOf(RunSpec spec)
    {
        HashSet<TaskLabel> mix = spec.Curriculum.TaskMix.Count == 0
            ? [.. TaskLabels.All]
            : [.. spec.Curriculum.TaskMix.Where(share => share.Value > 0).Select(share => new TaskLabel(share.Key))];
        int families = EmbeddedTutor.Cells.Count(cell => mix.Contains(cell.Cell.Task));
        return spec.Teacher.Kind == TeacherKind.Tutor ? families
            : spec.Seed.Path is null ? families + mix.Except(EmbeddedTutor.Labels).Count()
            : mix.Count;
    }

    private static TypicalCalls TeacherOf(RunSpec spec, SeedSurvey seed) => spec.Teacher.Kind == TeacherKind.Tutor
        ? TutorOf(seed)
        : new TypicalCalls(spec.Teacher.Model!, spec.Teacher.Kind == TeacherKind.Local ? ModelPrice.Free : spec.ToPriceTable().Find(spec.Teacher.Model!), seed.InstructionLength, seed.AnswerLength);

    private static TypicalCalls JudgeOf(RunSpec spec, SeedSurvey seed) => spec.Judge.Kind == JudgeKind.Teacher ? TeacherOf(spec, seed) : TutorOf(seed);

    private static TypicalCalls TutorOf(SeedSurvey seed) => new(EmbeddedTutor.ModelId, ModelPrice.Free, seed.InstructionLength, seed.AnswerLength);
}
