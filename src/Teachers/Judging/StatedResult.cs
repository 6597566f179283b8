using System.Globalization;
using System.Text.RegularExpressions;
using Tapir.Curriculum.Text;

namespace Tapir.Teachers.Judging;

/// <summary>The final result that an answer states: after <c>Answer:</c>, after GSM8K's <c>####</c>, or in a box.</summary>
public static partial class StatedResult
{
    /// <summary>The result as written, or null where the answer marks none. The last mark counts.</summary>
    public static string? Find(string answer)
    {
        Match? last = null;
        foreach (Match match in Mark().Matches(answer))
        {
            last = match;
        }

        string? result = last?.Groups.Cast<Group>().Skip(1).First(group => group.Success).Value.Trim();
        return result is { Length: > 0 } ? result : IsNumber(answer) ? answer.Trim() : null;
    }

    /// <summary>The result as <see cref="Find"/> has it, else the last number, else the last line: what a reader would take for it.</summary>
    public static string FindLeniently(string answer)
    {
        if (Find(answer) is { } marked)
        {
            return marked;
        }

        MatchCollection numbers = Number().Matches(answer);
        return numbers.Count > 0
            ? numbers[^1].Value
            : answer.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).LastOrDefault() ?? "";
    }

    /// <summary>Whether both spellings mean one result: equal numbers (<c>$1,200.00</c> and <c>1200</c>), with words around the number or without, else
    /// equal text but for case, white space, emphasis and a closing full stop.</summary>
    public static bool Same(string left, string right)
    {
        if (Plain(left) == Plain(right))
        {
            return true;
        }

        bool oneIsNumber = IsNumber(left) || IsNumber(right);
        return oneIsNumber && OnlyNumber(left) is { } a && OnlyNumber(right) is { } b && a == b;
    }

    private static bool IsNumber(string text) => BareNumber().IsMatch(text);

    private static decimal? OnlyNumber(string text)
    {
        MatchCollection numbers = Number().Matches(text);
        return numbers.Count == 1
            && decimal.TryParse(numbers[0].Value.Replace(",", "", StringComparison.Ordinal), NumberStyles.Float, CultureInfo.InvariantCulture, out decimal value)
            ? value
            : null;
    }

    private static string Plain(string text) => InstructionText.Normalize(text).Trim('*', '`', '"', '\'', ' ').TrimEnd('.').TrimEnd();

    [GeneratedRegex(@"^[ \t>*_#]*(?:the\s+)?(?:final\s+)?answer(?:\s+is)?\s*(?:\*\*|__)?\s*[:：]\s*(?:\*\*|__)?[ \t]*(.+?)[ \t]*(?:\*\*|__)?[ \t]*\r?$|^[ \t]*####[ \t]*(.+?)[ \t]*\r?$|\\boxed\{([^{}]+)\}", RegexOptions.IgnoreCase | RegexOptions.Multiline | RegexOptions.CultureInvariant)]
    private static partial Regex Mark();

    [GeneratedRegex(@"(?<![\w.])-?\d+(?:,\d{3})*(?:\.\d+)?", RegexOptions.CultureInvariant)]
    private static partial Regex Number();

    [GeneratedRegex(@"^\s*[$€£¥]?\s*-?\d+(?:,\d{3})*(?:\.\d+)?\s*%?\.?\s*$", RegexOptions.CultureInvariant)]
    private static partial Regex BareNumber();
}
