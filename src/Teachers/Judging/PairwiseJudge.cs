using Microsoft.Extensions.AI;
using Tapir.Curriculum.Selection;
using Tapir.Teachers.Prompts;

namespace Tapir.Teachers.Judging;

/// <summary>A chat model as judge of both answers at once.</summary>
public sealed class PairwiseJudge(IChatClient client, PairwiseJudgeOptions options) : IJudge
{
    public async Task<Judgement> JudgeAsync(
        string instruction, string teacherAnswer, string studentAnswer, int sampleIndex, CancellationToken cancellation)
    {
        Task<Reply<JudgeVerdict>> teacherFirst = AskAsync(new JudgePrompt(instruction, teacherAnswer, studentAnswer), sampleIndex, cancellation);
        if (!options.BothOrders)
        {
            return Combine(await teacherFirst.ConfigureAwait(false), swapped: null);
        }

        Task<Reply<JudgeVerdict>> studentFirst = AskAsync(new JudgePrompt(instruction, studentAnswer, teacherAnswer), sampleIndex, cancellation);
        Reply<JudgeVerdict>[] replies = await Task.WhenAll(teacherFirst, studentFirst).ConfigureAwait(false);
        return Combine(replies[0], replies[1]);
    }

    private async Task<Reply<JudgeVerdict>> AskAsync(JudgePrompt prompt, int sampleIndex, CancellationToken cancellation)
    {
        ModelReply reply = await client.PutAsync(prompt.ToMessages(), sampleIndex, cancellation).ConfigureAwait(false);
        return reply switch
        {
            Said said => JudgeReply.Read(said.Text),
            Silent silent => new Unreadable<JudgeVerdict>(silent.Reason),
            _ => throw new InvalidOperationException($"A reply is either said or silent, not {reply}."),
        };
    }

    private static Judgement Combine(Reply<JudgeVerdict> teacherFirst, Reply<JudgeVerdict>? swapped)
    {
        if (teacherFirst is not Readable<JudgeVerdict>({ } first))
        {
            return new Unscored(((Unreadable<JudgeVerdict>)teacherFirst).Reason);
        }

        return swapped switch
        {
            null => new Scored(new JudgeScore(first.A), new JudgeScore(first.B)),
            Readable<JudgeVerdict>({ } second) => new Scored(new JudgeScore((first.A + second.B) / 2), new JudgeScore((first.B + second.A) / 2)),
            Unreadable<JudgeVerdict>(string reason) => new Unscored($"in swapped order, {reason}"),
            _ => throw new InvalidOperationException($"A reply is either readable or not, not {swapped}."),
        };
    }
}
