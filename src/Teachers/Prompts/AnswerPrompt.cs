using Microsoft.Extensions.AI;

namespace Tapir.Teachers.Prompts;

/// <summary>Asks a teacher to answer one instruction in the style of its task. The user message is the instruction alone, as a
/// user would type it, so that an endpoint needs no knowledge of Tapir to answer well.</summary>
public sealed record AnswerPrompt(string Instruction, AnswerStyle Style)
{
    public const string JobLine = "Your job: answer the instruction.";

    private const string Plain =
        "Answer directly and correctly, in plain words and short sentences. Give what was asked for and nothing else: no preamble, "
        + "no remarks about the instruction. Write in the language of the instruction.";

    private const string WorkedSteps =
        "Work it out in short steps, one step a line, each with its intermediate result, so that a beginner can follow every one of them. "
        + "End with a last line of the form \"Answer: X\" where X is the final result alone. Write in the language of the instruction.";

    private const string ExplainedCode =
        "Give complete code that runs as it stands, in one fenced block that names its language. Then say in a few sentences how it works and, "
        + "for a fault that was to be found, what the fault was. Leave out what was not asked for.";

    public IReadOnlyList<ChatMessage> ToMessages() => PromptText.Compose(JobLine, RulesOf(Style), Instruction);

    /// <summary>The prompt these messages are, or null where they are another one. A conversation without the job line, as any other
    /// chat client sends it, is not this prompt.</summary>
    public static AnswerPrompt? TryRead(IEnumerable<ChatMessage> messages)
    {
        IReadOnlyList<ChatMessage> read = messages as IReadOnlyList<ChatMessage> ?? [.. messages];
        return PromptText.UserOf(read, JobLine) is { } instruction
            ? new AnswerPrompt(instruction, StyleOf(PromptText.RulesOf(read, JobLine)))
            : null;
    }

    private static string RulesOf(AnswerStyle style) => style switch
    {
        AnswerStyle.WorkedSteps => WorkedSteps,
        AnswerStyle.ExplainedCode => ExplainedCode,
        _ => Plain,
    };

    private static AnswerStyle StyleOf(string rules) => rules switch
    {
        WorkedSteps => AnswerStyle.WorkedSteps,
        ExplainedCode => AnswerStyle.ExplainedCode,
        _ => AnswerStyle.Plain,
    };
}
