namespace Tapir.Models.Tokenization.Pipeline;

/// <summary>A fixed text, not empty.</summary>
internal sealed class StringPattern(string sought) : ITextPattern
{
    public List<(int Start, int End)> Matches(ReadOnlySpan<char> text)
    {
        List<(int, int)> places = [];
        for (int from = 0, offset; (offset = text[from..].IndexOf(sought, StringComparison.Ordinal)) >= 0;)
        {
            int start = from + offset;
            from = start + sought.Length;
            places.Add((start, from));
        }

        return places;
    }
}
