namespace Tapir.Teachers.Tutor;

/// <summary>A worked solution: steps, one a line and possibly none, and the final answer.</summary>
internal sealed record Solution(IReadOnlyList<string> Steps, string Answer)
{
    public const string AnswerMark = "Answer:";

    /// <summary>The solution as the tutor writes it; its last line is <c>Answer: X</c>.</summary>
    public string Text => string.Join('\n', [.. Steps, $"{AnswerMark} {Answer}"]);
}
