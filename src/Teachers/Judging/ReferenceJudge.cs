using Tapir.Curriculum.Selection;
using Tapir.Curriculum.Text;

namespace Tapir.Teachers.Judging;

/// <summary>Compares the student's answer with the recorded one, without a chat model: 10 or 1 where the recorded answer states a final result, else
/// 1 + 9 x ROUGE-L. The recorded answer itself has 10.</summary>
/// <remarks>Overlap of words is a poor judge of open questions; it is for seeds with answers and no model to ask, and the report says so.</remarks>
public sealed class ReferenceJudge : IJudge
{
    private static readonly JudgeScore Best = new(10);
    private static readonly JudgeScore Worst = new(1);

    public Task<Judgement> JudgeAsync(
        string instruction, string teacherAnswer, string studentAnswer, int sampleIndex, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        return Task.FromResult<Judgement>(new Scored(Best, Score(teacherAnswer, studentAnswer)));
    }

    /// <summary>The student's score against the recorded answer.</summary>
    public static JudgeScore Score(string recorded, string studentAnswer)
    {
        if (StatedResult.Find(recorded) is { } result)
        {
            return StatedResult.Same(result, StatedResult.FindLeniently(studentAnswer)) ? Best : Worst;
        }

        return new JudgeScore(1 + (9 * RougeL.Score(recorded, studentAnswer)));
    }
}
