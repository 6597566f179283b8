using Tapir.Curriculum.Selection;

namespace Tapir.Teachers.Judging;

/// <summary>Asks a judge again, with the next sample index, where it left a pair unscored.</summary>
/// <param name="retries">How often after the first time; 0 or more, docs/method.md says 3.</param>
public sealed class JudgeWithRetries(IJudge judge, int retries = 3) : IJudge
{
    public async Task<Judgement> JudgeAsync(
        string instruction, string teacherAnswer, string studentAnswer, int sampleIndex, CancellationToken cancellation)
    {
        Judgement judgement = await judge.JudgeAsync(instruction, teacherAnswer, studentAnswer, sampleIndex, cancellation).ConfigureAwait(false);
        for (int retry = 1; retry <= retries && judgement is Unscored; retry++)
        {
            judgement = await judge.JudgeAsync(instruction, teacherAnswer, studentAnswer, sampleIndex + retry, cancellation).ConfigureAwait(false);
        }

        return judgement;
    }
}
