using Microsoft.Extensions.AI;
using Tapir.Curriculum.Tasks;
using Tapir.Teachers.Prompts;

namespace Tapir.Teachers.Writing;

/// <summary>The teacher as author of answers, in the style of each task (docs/method.md, 3f).</summary>
public sealed class Answerer(IChatClient teacher)
{
    /// <exception cref="RunPausedException">The run has to wait for a person.</exception>
    public async Task<TeacherAnswer> AnswerAsync(string instruction, TaskLabel task, int sampleIndex, CancellationToken cancellation)
    {
        AnswerPrompt prompt = new(instruction, AnswerStyles.For(task));
        ModelReply reply = await teacher.PutAsync(prompt.ToMessages(), sampleIndex, cancellation).ConfigureAwait(false);
        return reply switch
        {
            Said said => new Answered(said.Text.Trim(), said.ReachedLimit),
            Silent silent => new Unanswered(silent.Reason),
            _ => throw new InvalidOperationException($"A reply is either said or silent, not {reply}."),
        };
    }
}
