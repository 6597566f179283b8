using Microsoft.Extensions.AI;
using Tapir.Curriculum.Tasks;
using Tapir.Teachers.Judging;
using Tapir.Teachers.Prompts;

namespace Tapir.Teachers.Writing;

/// <summary>The teacher as editor of answers: retells one in the style of its task. A retelling that changes what a verifiable answer says is
/// rejected (docs/method.md, 3f).</summary>
public sealed class Refiner(IChatClient teacher)
{
    private const string CodeFence = "```";

    /// <exception cref="RunPausedException">The run has to wait for a person.</exception>
    public async Task<Refinement> RefineAsync(string instruction, TaskLabel task, string answer, int sampleIndex, CancellationToken cancellation)
    {
        RefinePrompt prompt = new(task.Name, instruction, answer, AnswerStyles.For(task));
        ModelReply reply = await teacher.PutAsync(prompt.ToMessages(), sampleIndex, cancellation).ConfigureAwait(false);
        return reply switch
        {
            Said { ReachedLimit: true } => new RefinementRejected("the refined answer was cut off at the longest one allowed"),
            Said said => Check(answer, said.Text.Trim()),
            Silent silent => new RefinementRejected(silent.Reason),
            _ => throw new InvalidOperationException($"A reply is either said or silent, not {reply}."),
        };
    }

    private static Refinement Check(string answer, string refined)
    {
        if (StatedResult.Find(answer) is { } before)
        {
            if (StatedResult.Find(refined) is not { } after)
            {
                return new RefinementRejected($"the refined answer no longer states the result \"{before}\"");
            }

            if (!StatedResult.Same(before, after))
            {
                return new RefinementRejected($"the refined answer changes the result from \"{before}\" to \"{after}\"");
            }
        }

        return answer.Contains(CodeFence, StringComparison.Ordinal) && !refined.Contains(CodeFence, StringComparison.Ordinal)
            ? new RefinementRejected("the refined answer lost its code")
            : new Refined(refined);
    }
}
