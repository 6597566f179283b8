using Tapir.Curriculum.Tasks;
using Tapir.Orchestrations.Specs;
using Tapir.Teachers.Tutor;

namespace Tapir.Host.Runs;

/// <summary>About how many calls of chat models a run makes, said before it starts: no answer is asked for twice, and nothing is dropped.</summary>
internal static class CallEstimate
{
    // RoundSettings.InstructionsPerRequest as it is when not set, which the spec cannot.
    private const int InstructionsPerRequest = 10;

    public static long Of(RunSpec spec) => Enumerable.Range(1, spec.Curriculum.Rounds).Sum(round => Judged(spec, round) + Written(spec) + Answered(spec));

    private static long Judged(RunSpec spec, int round)
    {
        if (spec.Judge.Kind == JudgeKind.Reference)
        {
            return 0;
        }

        long seed = spec.Seed.Path is null ? (long)spec.Seed.PerCell * EmbeddedTutor.Cells.Count : spec.Seed.Limit > 0 ? spec.Seed.Limit : long.MaxValue;
        long pool = seed == long.MaxValue ? seed : seed + ((round - 1L) * spec.Curriculum.RoundSize);
        long sample = spec.Curriculum.PoolSample > 0 ? Math.Min(pool, spec.Curriculum.PoolSample)
            : pool == long.MaxValue ? spec.Curriculum.RoundSize // A file whose rows nobody has counted yet: as if it were as long as a round.
            : pool;
        return sample * (spec.Judge is { Kind: JudgeKind.Teacher, SwapOrder: true } ? 2 : 1);
    }

    // A request is for one cell, so each cell may end in one that is not full.
    private static long Written(RunSpec spec)
    {
        int cells = spec.Teacher.Kind == TeacherKind.Tutor ? EmbeddedTutor.Cells.Count : TaskLabels.All.Count;
        return Math.Min(spec.Curriculum.RoundSize, (spec.Curriculum.RoundSize / InstructionsPerRequest) + cells);
    }

    private static long Answered(RunSpec spec) => (long)spec.Curriculum.RoundSize * (spec.Teacher.Refine ? 2 : 1);
}
