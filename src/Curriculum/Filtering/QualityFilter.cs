using System.Text.RegularExpressions;
using Tapir.Curriculum.Text;

namespace Tapir.Curriculum.Filtering;

/// <summary>Step 3e of the method: what of a teacher's writing is dropped before it costs an answer. A fault is told in words, null means
/// that there is none.</summary>
public sealed partial class QualityFilter(QualityOptions options)
{
    // An answer that breaks off in a loop repeats a line this often at its end.
    private const int RepeatedLines = 6;

    /// <summary>The fault of a new instruction.</summary>
    /// <param name="instruction">As the teacher wrote it.</param>
    /// <param name="shown">The instructions that it was shown in context; giving one back is an echo.</param>
    public Rejection? CheckInstruction(string instruction, IReadOnlyList<string> shown)
    {
        ArgumentNullException.ThrowIfNull(instruction);
        ArgumentNullException.ThrowIfNull(shown);
        int words = TextTokens.Of(instruction).Count;
        if (words < options.MinimumInstructionWords)
        {
            return new Rejection(RejectionReason.TooShort, $"{words} words; an instruction has at least {options.MinimumInstructionWords}");
        }

        if (words > options.MaximumInstructionWords)
        {
            return new Rejection(RejectionReason.TooLong, $"{words} words; an instruction has at most {options.MaximumInstructionWords}");
        }

        string normalized = InstructionText.Normalize(instruction);
        if (shown.Any(one => InstructionText.Normalize(one) == normalized))
        {
            return new Rejection(RejectionReason.Echo, "equal to an example it was shown");
        }

        if (EchoOfRequest().IsMatch(instruction))
        {
            return new Rejection(RejectionReason.Echo, "repeats the request for instructions");
        }

        if (BreaksOff(instruction) is { } how)
        {
            return new Rejection(RejectionReason.Truncated, how);
        }

        return Attachment().Match(instruction) is { Success: true } match
            ? new Rejection(RejectionReason.NeedsAttachment, $"speaks of \"{match.Value}\", which the student is not given")
            : null;
    }

    /// <summary>The fault of an answer to an instruction.</summary>
    /// <param name="instruction">What was asked.</param>
    /// <param name="response">The teacher's answer.</param>
    /// <param name="reachedLimit">Whether the endpoint said that the answer was cut at its length limit.</param>
    public Rejection? CheckResponse(string instruction, string response, bool reachedLimit)
    {
        ArgumentNullException.ThrowIfNull(instruction);
        ArgumentNullException.ThrowIfNull(response);
        if (string.IsNullOrWhiteSpace(response))
        {
            return new Rejection(RejectionReason.TooShort, "the answer is empty");
        }

        if (reachedLimit)
        {
            return new Rejection(RejectionReason.Truncated, "the answer was cut at the length limit");
        }

        int words = TextTokens.Of(response).Count;
        if (words > options.MaximumResponseWords)
        {
            return new Rejection(RejectionReason.TooLong, $"{words} words; an answer has at most {options.MaximumResponseWords}");
        }

        if (HasOpenFence(response))
        {
            return new Rejection(RejectionReason.Truncated, "a code block is never closed");
        }

        if (InstructionText.Normalize(response) == InstructionText.Normalize(instruction))
        {
            return new Rejection(RejectionReason.Echo, "the answer is the instruction");
        }

        return EndsInLoop(response)
            ? new Rejection(RejectionReason.Degenerate, $"the answer ends in the same line {RepeatedLines} times")
            : null;
    }

    private static string? BreaksOff(string instruction)
    {
        string trimmed = instruction.TrimEnd();
        if (trimmed[^1] is ',' or '(' or '[' or '{' or '、' or '，')
        {
            return $"ends in \"{trimmed[^1]}\"";
        }

        if (HasOpenFence(trimmed))
        {
            return "a code block is never closed";
        }

        Match last = DanglingEnd().Match(trimmed);
        return last.Success ? $"ends in \"{last.Value}\"" : null;
    }

    private static bool HasOpenFence(string text) => CodeFence().Count(text) % 2 == 1;

    private static bool EndsInLoop(string response)
    {
        string[] lines = response.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        return lines.Length >= RepeatedLines && lines[^RepeatedLines..].Distinct(StringComparer.Ordinal).Count() == 1;
    }

    [GeneratedRegex("""^\s*[\[{]\s*"(instructions?|job|examples)"|\bnew instructions?:|^\s*(here (are|is) (some|the|a few|\d+)|sure[,!.]).*\binstructions?\b""", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex EchoOfRequest();

    [GeneratedRegex(@"\b(attached (file|image|document|picture|photo)|(image|picture|photo|graph|chart|screenshot|video) (below|above|attached)|following (image|picture|photo|video|audio))\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Attachment();

    // A list to be sorted or counted may end in any one word, so most of these are pairs.
    [GeneratedRegex(@"(?<=\s)((and|of|with|to|for|in|from|by) (the|a|an)|because|of)$", RegexOptions.CultureInvariant)]
    private static partial Regex DanglingEnd();

    [GeneratedRegex("^\\s*```", RegexOptions.Multiline | RegexOptions.CultureInvariant)]
    private static partial Regex CodeFence();
}
