using Microsoft.Extensions.AI;
using Tapir.Curriculum.Tasks;
using Tapir.Teachers.Prompts;

namespace Tapir.Teachers.Budgets;

/// <summary>Calls of one model for the estimate before a run: the prompts that will be sent, with instructions and answers as long as the seed's are on average.</summary>
/// <param name="model">Its name.</param>
/// <param name="price">Its price; null where it is not known.</param>
/// <param name="instructionLength">Characters of a typical instruction.</param>
/// <param name="answerLength">Characters of a typical answer.</param>
public sealed class TypicalCalls(string model, ModelPrice? price, int instructionLength, int answerLength)
{
    private const string Verdict = """{"a": 8, "b": 3, "reason": "Answer A works the result out step by step and is right; answer B states a wrong one."}""";

    private readonly string instruction = new('i', instructionLength);
    private readonly string answer = new('a', answerLength);

    public PlannedCalls Label(long calls) =>
        Plan("label", calls, new LabelPrompt([.. TaskLabels.All.Select(label => label.Name)], instruction).ToMessages(), """{"label": "Common-Sense"}""");

    public PlannedCalls Judge(long calls) => Plan("judge", calls, new JudgePrompt(instruction, answer, answer).ToMessages(), Verdict);

    /// <param name="shown">Examples in one request.</param>
    /// <param name="asked">Instructions that one request asks for.</param>
    public PlannedCalls Expand(long calls, int shown, int asked) => Plan(
        "expand",
        calls,
        new ExpandPrompt("Common-Sense", Family: null, Level: null, asked, long.MaxValue, [.. Enumerable.Repeat(new PromptExample(instruction, answer, Level: null), shown)]).ToMessages(),
        $$"""{"instructions": [{{string.Join(", ", Enumerable.Repeat($"\"{instruction}\"", asked))}}]}""");

    public PlannedCalls Answer(long calls) => Plan("answer", calls, new AnswerPrompt(instruction, AnswerStyle.WorkedSteps).ToMessages(), answer);

    public PlannedCalls Refine(long calls) =>
        Plan("refine", calls, new RefinePrompt("Common-Sense", instruction, answer, AnswerStyle.WorkedSteps).ToMessages(), answer);

    private PlannedCalls Plan(string kind, long calls, IReadOnlyList<ChatMessage> prompt, string reply) =>
        new(kind, model, price, calls, TokenEstimate.Of(prompt), TokenEstimate.Of(reply));
}
