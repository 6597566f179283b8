namespace Tapir.Models.Tokenization.Pipeline;

/// <summary>Each run of white space.</summary>
internal sealed class WhiteSpacePattern : ITextPattern
{
    public List<(int Start, int End)> Matches(ReadOnlySpan<char> text)
    {
        List<(int, int)> places = [];
        for (int at = 0; at < text.Length; at++)
        {
            if (!char.IsWhiteSpace(text[at]))
            {
                continue;
            }

            int end = CharacterKinds.RunEnd(text, at, CharacterKind.Space);
            places.Add((at, end));
            at = end;
        }

        return places;
    }
}
