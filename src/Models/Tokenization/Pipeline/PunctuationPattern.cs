using System.Text;

namespace Tapir.Models.Tokenization.Pipeline;

/// <summary>Each punctuation character.</summary>
internal sealed class PunctuationPattern : ITextPattern
{
    public List<(int Start, int End)> Matches(ReadOnlySpan<char> text)
    {
        List<(int, int)> places = [];
        for (int at = 0; at < text.Length;)
        {
            Rune.DecodeFromUtf16(text[at..], out Rune rune, out int width);
            if (CharacterKinds.IsPunctuation(rune))
            {
                places.Add((at, at + width));
            }

            at += width;
        }

        return places;
    }
}
