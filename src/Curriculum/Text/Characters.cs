using System.Text;

namespace Tapir.Curriculum.Text;

/// <summary>Character classes that tokenising needs.</summary>
internal static class Characters
{
    private const char FullWidthFirst = '\uFF01';
    private const char FullWidthLast = '\uFF5E';
    private const int FullWidthOffset = FullWidthFirst - '!';

    /// <summary>Lower case; full-width forms of ASCII characters as ASCII.</summary>
    public static char Fold(char unit) => char.ToLowerInvariant(unit is >= FullWidthFirst and <= FullWidthLast ? (char)(unit - FullWidthOffset) : unit);

    /// <summary>Whether the character's script is written without spaces between words: Chinese, Japanese, Thai, Lao, Burmese, Khmer. Korean
    /// has spaces.</summary>
    public static bool IsOfScriptWithoutSpaces(Rune rune) => rune.Value is
        (>= 0x0E00 and <= 0x0EFF)
        or (>= 0x1000 and <= 0x109F)
        or (>= 0x1780 and <= 0x17FF)
        or (>= 0x3005 and <= 0x3007)
        or (>= 0x3041 and <= 0x30FF)
        or (>= 0x31F0 and <= 0x31FF)
        or (>= 0x3400 and <= 0x4DBF)
        or (>= 0x4E00 and <= 0x9FFF)
        or (>= 0xF900 and <= 0xFAFF)
        or (>= 0xFF66 and <= 0xFF9F)
        or (>= 0x20000 and <= 0x3FFFF);

    /// <summary>Letters, digits and the marks that belong to them.</summary>
    public static bool IsOfWord(Rune rune) => Rune.IsLetterOrDigit(rune) || Rune.GetUnicodeCategory(rune)
        is System.Globalization.UnicodeCategory.NonSpacingMark or System.Globalization.UnicodeCategory.SpacingCombiningMark;
}
