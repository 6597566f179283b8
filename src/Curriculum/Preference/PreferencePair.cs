using Tapir.Curriculum.Selection;
using Tapir.Curriculum.Tasks;

namespace Tapir.Curriculum.Preference;

/// <summary>Two answers to one instruction, one of which is preferred: a line of the pairs that a student is tuned on.</summary>
/// <param name="Id">Id of the example.</param>
/// <param name="Chosen">The teacher's answer.</param>
/// <param name="Rejected">The student's own.</param>
/// <param name="RejectedTruncated">Whether the longest length ended it: then it has no end that could be learnt from.</param>
/// <param name="Round">The round that judged them.</param>
public sealed record PreferencePair(
    string Id, TaskLabel Task, string Instruction, string Chosen, string Rejected, bool RejectedTruncated, JudgeScore ChosenScore, JudgeScore RejectedScore, int Round)
{
    public static PreferencePair Of(JudgedAnswer judged)
    {
        ArgumentNullException.ThrowIfNull(judged);
        return new PreferencePair(
            judged.Example.Id,
            judged.Example.Task,
            judged.Example.Instruction,
            judged.Example.Response,
            judged.Answer,
            judged.Truncated,
            judged.Difficulty.Teacher,
            judged.Difficulty.Student,
            judged.Round);
    }
}
