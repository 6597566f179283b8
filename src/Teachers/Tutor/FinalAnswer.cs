namespace Tapir.Teachers.Tutor;

/// <summary>An answer taken apart: the lines before the final answer, the final answer, and what was wrong with the form.</summary>
/// <param name="Steps">Non-empty lines before the final answer, trimmed.</param>
/// <param name="Marked">Whether the final answer stood on a line of its own after <c>Answer:</c>.</param>
/// <param name="Trailing">Whether more text came after the final answer.</param>
internal sealed record FinalAnswer(IReadOnlyList<string> Steps, string Value, bool Marked, bool Trailing)
{
    /// <summary>Reads the last <c>Answer:</c> line; without one the last line is taken for the final answer. An empty answer has an empty value.</summary>
    public static FinalAnswer Read(string answer)
    {
        string[] lines = answer.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        int marked = Array.FindLastIndex(lines, l => l.StartsWith(Solution.AnswerMark, StringComparison.OrdinalIgnoreCase));
        if (marked < 0)
        {
            return lines.Length == 0
                ? new FinalAnswer([], string.Empty, Marked: false, Trailing: false)
                : new FinalAnswer(lines[..^1], lines[^1], Marked: false, Trailing: false);
        }

        string value = lines[marked][Solution.AnswerMark.Length..].Trim();
        return new FinalAnswer(lines[..marked], value, Marked: true, Trailing: marked < lines.Length - 1);
    }

    /// <summary>Both spellings mean the same final answer.</summary>
    public static bool Same(string left, string right, AnswerForm form) =>
        string.Equals(Canonical(left, form), Canonical(right, form), StringComparison.Ordinal);

    private static string Canonical(string text, AnswerForm form)
    {
        string trimmed = form == AnswerForm.Words ? text.Trim().TrimEnd('.').ToLowerInvariant() : text.Trim();
        string[] parts = trimmed.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        return string.Join(form == AnswerForm.Code ? string.Empty : " ", parts);
    }
}
