using Tapir.Curriculum.Selection;

namespace Tapir.Teachers.Judging;

/// <summary>Scores the teacher's and the student's answer to one instruction (docs/method.md, 3b).</summary>
public interface IJudge
{
    /// <summary>One judgement. Unscored where there is none to be had with this sample; never a number that stands for that.</summary>
    /// <param name="sampleIndex">0 or more; the next one asks a chat model anew, the same one brings the recorded judgement back.</param>
    /// <exception cref="RunPausedException">The run has to wait for a person.</exception>
    Task<Judgement> JudgeAsync(string instruction, string teacherAnswer, string studentAnswer, int sampleIndex, CancellationToken cancellation);
}
