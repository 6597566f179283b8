using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Tapir.Models.Tokenization.Pipeline;

/// <summary>A pattern as tokenizer files have it (Oniguruma's Ruby syntax), matched by whole code points.</summary>
/// <remarks>.NET's patterns see UTF-16 halves, which belong to no letter class. So a text that has characters outside the basic plane is matched
/// through a shadow of itself, in which each of them is one character of the same Unicode category.</remarks>
internal sealed class RegexPattern(string pattern) : ITextPattern
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);
    private static readonly char[] OfCategory = FindStandIns();

    private readonly Regex regex = new(RegexTranslation.ToDotNet(pattern), RegexOptions.CultureInvariant | RegexOptions.Multiline | RegexOptions.Compiled, Patience);

    /// <exception cref="InvalidDataException">The text keeps the pattern busy for more than a minute.</exception>
    public List<(int Start, int End)> Matches(ReadOnlySpan<char> text)
    {
        try
        {
            return text.IndexOfAnyInRange('\uD800', '\uDFFF') < 0 ? Find(text) : FindThroughShadow(text);
        }
        catch (RegexMatchTimeoutException)
        {
            throw new InvalidDataException($"the tokenizer's pattern {pattern} was busy with one text of {text.Length} characters for more than {Patience.TotalSeconds} s; shorten the text.");
        }
    }

    private List<(int Start, int End)> Find(ReadOnlySpan<char> text)
    {
        List<(int, int)> places = [];
        foreach (ValueMatch match in regex.EnumerateMatches(text))
        {
            if (match.Length > 0)
            {
                places.Add((match.Index, match.Index + match.Length));
            }
        }

        return places;
    }

    private List<(int Start, int End)> FindThroughShadow(ReadOnlySpan<char> text)
    {
        char[] shadow = new char[text.Length];
        int[] origins = new int[text.Length + 1];
        int length = 0;
        for (int i = 0; i < text.Length;)
        {
            origins[length] = i;
            char unit = text[i];
            int width = 1;
            if (char.IsSurrogate(unit))
            {
                Rune.DecodeFromUtf16(text[i..], out Rune rune, out width);
                unit = rune.IsBmp ? (char)rune.Value : OfCategory[(int)Rune.GetUnicodeCategory(rune)];
            }

            shadow[length++] = unit;
            i += width;
        }

        origins[length] = text.Length;
        List<(int Start, int End)> places = Find(shadow.AsSpan(0, length));
        for (int i = 0; i < places.Count; i++)
        {
            places[i] = (origins[places[i].Start], origins[places[i].End]);
        }

        return places;
    }

    // The last of each category before the compatibility blocks: rare scripts, which no pattern names.
    private static char[] FindStandIns()
    {
        char[] found = new char[(int)UnicodeCategory.OtherNotAssigned + 1];
        Array.Fill(found, '\uFFFD');
        for (int unit = 0x80; unit < 0xF900; unit++)
        {
            if (!char.IsSurrogate((char)unit))
            {
                found[(int)CharUnicodeInfo.GetUnicodeCategory((char)unit)] = (char)unit;
            }
        }

        return found;
    }
}
