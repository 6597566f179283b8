using System.Buffers;
using System.Globalization;
using System.Text;

namespace Tapir.Models.Tokenization.Pipeline;

/// <summary>A pattern in Oniguruma's Ruby syntax (what the tokenizers library reads) as the .NET pattern of the same meaning.</summary>
/// <remarks>Different are: possessive quantifiers, which .NET writes as atomic groups; <c>{n,m}+</c>, which is no possessive quantifier there but a repetition;
/// <c>\w</c>; and ſ and the Kelvin sign, which fold to s and k there. What else the two read differently is refused by name.</remarks>
internal sealed class RegexTranslation
{
    private const string Word = @"\p{L}\p{M}\p{N}\p{Pc}";
    private static readonly SearchValues<char> Interval = SearchValues.Create("0123456789,");
    private readonly string pattern;
    private readonly StringBuilder output = new();
    private readonly Stack<(int Start, bool IgnoresCase)> groups = [];
    private bool ignoresCase;
    private int atom;
    private int at;

    private RegexTranslation(string pattern) => this.pattern = pattern;

    /// <exception cref="InvalidDataException">A construct that means something else in .NET.</exception>
    public static string ToDotNet(string pattern) => new RegexTranslation(pattern).Translate();

    private string Translate()
    {
        while (at < pattern.Length)
        {
            Next();
        }

        return output.ToString();
    }

    private void Next()
    {
        char character = pattern[at];
        switch (character)
        {
            case '\\':
                atom = output.Length;
                output.Append(Escape(isInClass: false));
                break;
            case '[':
                atom = output.Length;
                Class();
                break;
            case '(':
                OpenGroup();
                break;
            case ')':
                if (!groups.TryPop(out (int Start, bool IgnoresCase) group))
                {
                    throw Unknown(")", "it closes no group");
                }

                (atom, ignoresCase) = group;
                output.Append(')');
                at++;
                break;
            case '*' or '+' or '?' or '{':
                Quantifier();
                break;
            default:
                atom = output.Length;
                Literal(character);
                break;
        }
    }

    private void Literal(char character)
    {
        if (char.IsSurrogate(character))
        {
            throw Unknown(pattern[at..Math.Min(pattern.Length, at + 2)], "a character outside the basic plane");
        }

        output.Append((ignoresCase, character) switch
        {
            (true, 's' or 'S') => "[sS\u017F]",
            (true, 'k' or 'K') => "[kK\u212A]",
            _ => character.ToString(),
        });
        at++;
    }

    private void Quantifier()
    {
        int start = at;
        bool isInterval = pattern[at] == '{';
        if (isInterval)
        {
            int end = pattern.IndexOf('}', at);
            if (end < 0 || pattern.AsSpan(at + 1, end - at - 1).ContainsAnyExcept(Interval))
            {
                throw Unknown("{", "not a number of repetitions");
            }

            at = end;
        }

        at++;
        output.Append(pattern, start, at - start);
        if (at < pattern.Length && pattern[at] == '+')
        {
            output.Insert(atom, isInterval ? "(?:" : "(?>").Append(isInterval ? ")+" : ")");
            at++;
        }
        else if (at < pattern.Length && pattern[at] == '?')
        {
            output.Append('?');
            at++;
        }
    }

    private void OpenGroup()
    {
        groups.Push((output.Length, ignoresCase));
        if (at + 1 >= pattern.Length || pattern[at + 1] != '?')
        {
            output.Append("(?:");
            at++;
            return;
        }

        foreach (string opening in (string[])["(?:", "(?=", "(?!", "(?<=", "(?<!", "(?>", "(?i:", "(?-i:", "(?i)"])
        {
            if (!pattern.AsSpan(at).StartsWith(opening, StringComparison.Ordinal))
            {
                continue;
            }

            ignoresCase = opening is "(?i:" or "(?i)" || (opening != "(?-i:" && ignoresCase);
            output.Append(opening);
            at += opening.Length;
            if (opening == "(?i)")
            {
                groups.Pop();
            }

            return;
        }

        throw Unknown(pattern[at..Math.Min(pattern.Length, at + 4)], "a group of this kind");
    }

    private void Class()
    {
        int first = at;
        output.Append('[');
        at++;
        if (at < pattern.Length && pattern[at] == '^')
        {
            output.Append('^');
            at++;
        }

        while (at < pattern.Length && pattern[at] != ']')
        {
            char character = pattern[at];
            if (character == '[' || char.IsSurrogate(character) || pattern.AsSpan(at).StartsWith("&&", StringComparison.Ordinal))
            {
                throw Unknown(pattern[first..Math.Min(pattern.Length, at + 2)], "a class inside a class, an intersection, or a character outside the basic plane");
            }

            if (character == '\\')
            {
                output.Append(Escape(isInClass: true));
                continue;
            }

            output.Append(character);
            at++;
        }

        if (at >= pattern.Length)
        {
            throw Unknown(pattern[first..], "a class without its end");
        }

        output.Append(']');
        at++;
    }

    private string Escape(bool isInClass)
    {
        if (at + 1 >= pattern.Length)
        {
            throw Unknown("\\", "nothing follows it");
        }

        char kind = pattern[at + 1];
        string plain = pattern.Substring(at, 2);
        switch (kind)
        {
            case 'w':
                at += 2;
                return isInClass ? Word : $"[{Word}]";
            case 'W' when !isInClass:
                at += 2;
                return $"[^{Word}]";
            case 'p' or 'P':
                int end = pattern.IndexOf('}', at);
                if (end < 0 || pattern[at + 2] != '{' || pattern[at + 3] == '^')
                {
                    throw Unknown(plain, "no property in braces follows");
                }

                string property = pattern[at..(end + 1)];
                at = end + 1;
                return property;
            case 'x' when at + 2 < pattern.Length && pattern[at + 2] == '{':
                return CodePoint();
            case 's' or 'S' or 'd' or 'D' or 'n' or 'r' or 't' or 'f' or 'v':
            case var _ when !char.IsAsciiLetterOrDigit(kind) && !char.IsSurrogate(kind):
                at += 2;
                return plain;
            case 'u' when at + 6 <= pattern.Length:
                at += 6;
                return pattern.Substring(at - 6, 6);
            default:
                throw Unknown(plain, "an escape that means something else in .NET");
        }
    }

    private string CodePoint()
    {
        int end = pattern.IndexOf('}', at);
        if (end < 0 || !int.TryParse(pattern.AsSpan(at + 3, end - at - 3), NumberStyles.HexNumber, null, out int value) || value > char.MaxValue)
        {
            throw Unknown(pattern[at..Math.Min(pattern.Length, at + 8)], "not a code point of the basic plane");
        }

        at = end + 1;
        return $"\\u{value:X4}";
    }

    private InvalidDataException Unknown(string construct, string why) =>
        new($"the pattern {pattern} has {construct} at character {at + 1}: {why}, which Tapir cannot match exactly.");
}
