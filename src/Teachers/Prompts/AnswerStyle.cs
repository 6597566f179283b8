namespace Tapir.Teachers.Prompts;

/// <summary>How an answer is written so that a small student can learn it (docs/method.md, 3f).</summary>
public enum AnswerStyle
{
    /// <summary>Short and plain, facts first: what most tasks want.</summary>
    Plain,

    /// <summary>Worked steps, one a line, that end in one line <c>Answer: X</c>: math and reasoning.</summary>
    WorkedSteps,

    /// <summary>Runnable code in one fenced block, then what it does: code generation and debugging.</summary>
    ExplainedCode,
}
