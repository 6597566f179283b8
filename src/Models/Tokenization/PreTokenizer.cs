using System.Globalization;
using System.Text;

namespace Tapir.Models.Tokenization;

/// <summary>Cuts text into the words that BPE merges inside of: every digit alone, the rest as GPT-2's pattern
/// <c>'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+</c> does.</summary>
/// <remarks>Written out rather than as a Regex: .NET's patterns see UTF-16 halves, so letters outside the basic plane would be cut
/// differently from Hugging Face. What is numeric ends a segment, so that a space before a digit is a word of its own.</remarks>
internal static class PreTokenizer
{
    private static readonly string[] Contractions = ["'s", "'t", "'re", "'ve", "'m", "'ll", "'d"];

    private enum Kind
    {
        Letter,
        Numeric,
        Space,
        Other,
    }

    /// <summary>The end of the word that begins at <paramref name="start"/>.</summary>
    public static int WordEnd(ReadOnlySpan<char> text, int start)
    {
        (Kind first, int width) = At(text, start);
        switch (first)
        {
            case Kind.Numeric:
                return start + width;
            case Kind.Space:
                return SpaceEnd(text, start);
            case Kind.Other when text[start] == '\'':
                foreach (string contraction in Contractions)
                {
                    if (text[start..].StartsWith(contraction, StringComparison.Ordinal))
                    {
                        return start + contraction.Length;
                    }
                }

                break;
        }

        return RunEnd(text, start, first);
    }

    private static int SpaceEnd(ReadOnlySpan<char> text, int start)
    {
        int end = RunEnd(text, start, Kind.Space);
        bool isLast = end == text.Length || At(text, end).Kind == Kind.Numeric;
        if (isLast)
        {
            return end;
        }

        if (end - start > 1)
        {
            return end - 1;
        }

        return text[start] == ' ' ? RunEnd(text, end, At(text, end).Kind) : end;
    }

    private static int RunEnd(ReadOnlySpan<char> text, int start, Kind kind)
    {
        int end = start;
        while (end < text.Length)
        {
            (Kind next, int width) = At(text, end);
            if (next != kind)
            {
                break;
            }

            end += width;
        }

        return end;
    }

    private static (Kind Kind, int Width) At(ReadOnlySpan<char> text, int index)
    {
        char character = text[index];
        if (char.IsAscii(character))
        {
            return (char.IsAsciiLetter(character) ? Kind.Letter : char.IsAsciiDigit(character) ? Kind.Numeric
                : char.IsWhiteSpace(character) ? Kind.Space : Kind.Other, 1);
        }

        Rune.DecodeFromUtf16(text[index..], out Rune rune, out int width);
        Kind kind = Rune.GetUnicodeCategory(rune) switch
        {
            UnicodeCategory.UppercaseLetter or UnicodeCategory.LowercaseLetter or UnicodeCategory.TitlecaseLetter
                or UnicodeCategory.ModifierLetter or UnicodeCategory.OtherLetter => Kind.Letter,
            UnicodeCategory.DecimalDigitNumber or UnicodeCategory.LetterNumber or UnicodeCategory.OtherNumber => Kind.Numeric,
            _ => Rune.IsWhiteSpace(rune) ? Kind.Space : Kind.Other,
        };
        return (kind, width);
    }
}
