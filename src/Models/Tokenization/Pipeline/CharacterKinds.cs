using System.Globalization;
using System.Text;

namespace Tapir.Models.Tokenization.Pipeline;

/// <summary>Classes of characters as Rust and Oniguruma see them: whole code points, never UTF-16 halves. A lone half counts as U+FFFD, which it becomes in UTF-8.</summary>
internal static class CharacterKinds
{
    private static readonly CharacterKind[] Ascii = [.. Enumerable.Range(0, 128).Select(value => (char)value).Select(character =>
        char.IsAsciiLetter(character) ? CharacterKind.Letter
        : char.IsAsciiDigit(character) ? CharacterKind.Numeric
        : char.IsWhiteSpace(character) ? CharacterKind.Space : CharacterKind.Other)];

    /// <summary>The kind of the character at <paramref name="index"/>, and its width in UTF-16 units.</summary>
    public static (CharacterKind Kind, int Width) At(ReadOnlySpan<char> text, int index)
    {
        char character = text[index];
        if (character < 128)
        {
            return (Ascii[character], 1);
        }

        Rune.DecodeFromUtf16(text[index..], out Rune rune, out int width);
        return (Of(rune), width);
    }

    /// <summary>The first place from <paramref name="start"/> on that is of another kind.</summary>
    public static int RunEnd(ReadOnlySpan<char> text, int start, CharacterKind kind)
    {
        int end = start;
        while (end < text.Length)
        {
            (CharacterKind next, int width) = At(text, end);
            if (next != kind)
            {
                break;
            }

            end += width;
        }

        return end;
    }

    /// <summary>\w of the character that holds the UTF-16 unit at <paramref name="index"/>: letters, marks, digits, connectors.</summary>
    public static bool IsWord(ReadOnlySpan<char> text, int index)
    {
        int start = index > 0 && char.IsLowSurrogate(text[index]) && char.IsHighSurrogate(text[index - 1]) ? index - 1 : index;
        Rune.DecodeFromUtf16(text[start..], out Rune rune, out _);
        return Of(rune) is CharacterKind.Letter or CharacterKind.Numeric || Rune.GetUnicodeCategory(rune) is UnicodeCategory.ConnectorPunctuation
            or UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.EnclosingMark;
    }

    /// <summary>Rust's is_ascii_punctuation or a Unicode category P.</summary>
    public static bool IsPunctuation(Rune rune) =>
        rune.IsAscii ? rune.Value > ' ' && rune.Value < 127 && !Rune.IsLetterOrDigit(rune) : Rune.IsPunctuation(rune);

    private static CharacterKind Of(Rune rune) => Rune.GetUnicodeCategory(rune) switch
    {
        UnicodeCategory.UppercaseLetter or UnicodeCategory.LowercaseLetter or UnicodeCategory.TitlecaseLetter
            or UnicodeCategory.ModifierLetter or UnicodeCategory.OtherLetter => CharacterKind.Letter,
        UnicodeCategory.DecimalDigitNumber or UnicodeCategory.LetterNumber or UnicodeCategory.OtherNumber => CharacterKind.Numeric,
        _ => Rune.IsWhiteSpace(rune) ? CharacterKind.Space : CharacterKind.Other,
    };
}
