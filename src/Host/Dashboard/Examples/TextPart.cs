namespace Tapir.Host.Dashboard.Examples;

/// <summary>A stretch of a text that was searched for, or one between two such.</summary>
internal readonly record struct TextPart(string Text, bool IsMarked)
{
    /// <summary>The whole text, in order.</summary>
    /// <param name="pieces">What is marked, in upper or lower case.</param>
    public static IReadOnlyList<TextPart> Of(string text, IReadOnlyList<string> pieces)
    {
        List<TextPart> parts = [];
        int from = 0;
        while (from < text.Length && Next(text, from, pieces) is (int at, int length))
        {
            if (at > from)
            {
                parts.Add(new TextPart(text[from..at], IsMarked: false));
            }

            parts.Add(new TextPart(text[at..(at + length)], IsMarked: true));
            from = at + length;
        }

        if (from < text.Length)
        {
            parts.Add(new TextPart(text[from..], IsMarked: false));
        }

        return parts;
    }

    // The first that is found; of two at one place the longer.
    private static (int At, int Length)? Next(string text, int from, IReadOnlyList<string> pieces) => pieces
        .Select(piece => (At: text.IndexOf(piece, from, StringComparison.OrdinalIgnoreCase), piece.Length))
        .Where(found => found.At >= 0)
        .OrderBy(found => found.At).ThenByDescending(found => found.Length)
        .Select(found => ((int, int)?)found)
        .FirstOrDefault();
}
