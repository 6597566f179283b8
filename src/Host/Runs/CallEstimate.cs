using Tapir.Orchestrations.Specs;

namespace Tapir.Host.Runs;

/// <summary>How many calls of chat models a run can make at most, said before it starts.</summary>
internal static class CallEstimate
{
    // One request asks for at most so many instructions (planning).
    private const int InstructionsPerRequest = 10;

    public static long Of(RunSpec spec)
    {
        long judged = spec.Judge.Kind == JudgeKind.Reference ? 0 : (long)spec.Curriculum.PoolSample * (spec.Judge is { Kind: JudgeKind.Teacher, SwapOrder: true } ? 2 : 1);
        long written = spec.Curriculum.RoundSize / InstructionsPerRequest;
        long answered = (long)spec.Curriculum.RoundSize * (spec.Teacher.Refine ? 2 : 1);
        return spec.Curriculum.Rounds * (judged + written + answered);
    }
}
