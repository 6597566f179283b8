using System.Buffers;

namespace Tapir.Models.Tokenization.Pipeline;

/// <summary>Finds added tokens in a text: the leftmost, and of those that begin at one place the longest.</summary>
internal sealed class AddedTokens
{
    private readonly Dictionary<string, AddedToken> tokens = [];
    private readonly Dictionary<string, AddedToken>.AlternateLookup<ReadOnlySpan<char>> bySpan;
    private readonly SearchValues<string> places;
    private readonly int[] lengths;

    public AddedTokens(IEnumerable<AddedToken> added)
    {
        foreach (AddedToken token in added)
        {
            tokens[token.Content] = token;
        }

        bySpan = tokens.GetAlternateLookup<ReadOnlySpan<char>>();
        places = SearchValues.Create([.. tokens.Keys], StringComparison.Ordinal);
        lengths = [.. tokens.Keys.Select(text => text.Length).Distinct().OrderDescending()];
        Specials = tokens.Values.Where(token => token.IsSpecial).ToDictionary(token => token.Content, token => token.Id);
    }

    /// <value>The special ones, by what spells them.</value>
    public IReadOnlyDictionary<string, int> Specials { get; }

    /// <summary>The parts of the text in order. A special token that is not to be recognised stays text, as with Hugging Face's <c>split_special_tokens</c>.</summary>
    public List<TextPart> Split(string text, bool recogniseSpecials)
    {
        List<TextPart> parts = [];
        int written = 0;
        for (int from = 0; tokens.Count > 0 && from < text.Length;)
        {
            int offset = text.AsSpan(from).IndexOfAny(places);
            if (offset < 0)
            {
                break;
            }

            int start = from + offset;
            AddedToken token = LongestAt(text, start);
            int end = from = start + token.Content.Length;
            if ((token.IsSpecial && !recogniseSpecials) || (token.SingleWord && IsInsideWord(text, start, end)))
            {
                continue;
            }

            start = token.StripLeft ? start - WhiteSpaceBefore(text, start) : start;
            end += token.StripRight ? WhiteSpaceAfter(text, end) : 0;
            // Two neighbours may want the same white space; the first has it.
            start = Math.Max(start, written);
            if (start > written)
            {
                parts.Add(TextPart.OfText(written, start));
            }

            parts.Add(new TextPart(start, end, token.Id));
            written = end;
            from = Math.Max(from, end);
        }

        if (written < text.Length)
        {
            parts.Add(TextPart.OfText(written, text.Length));
        }

        return parts;
    }

    private AddedToken LongestAt(string text, int start)
    {
        foreach (int length in lengths)
        {
            if (start + length <= text.Length && bySpan.TryGetValue(text.AsSpan(start, length), out AddedToken? token))
            {
                return token;
            }
        }

        throw new InvalidOperationException("a place without a token; this is a fault of Tapir.");
    }

    private static bool IsInsideWord(string text, int start, int end) =>
        (start > 0 && CharacterKinds.IsWord(text, start - 1)) || (end < text.Length && CharacterKinds.IsWord(text, end));

    private static int WhiteSpaceBefore(string text, int start)
    {
        int at = start;
        while (at > 0 && char.IsWhiteSpace(text[at - 1]))
        {
            at--;
        }

        return start - at;
    }

    private static int WhiteSpaceAfter(string text, int end)
    {
        int at = end;
        while (at < text.Length && char.IsWhiteSpace(text[at]))
        {
            at++;
        }

        return at - end;
    }
}
