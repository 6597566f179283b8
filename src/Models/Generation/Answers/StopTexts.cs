namespace Tapir.Models.Generation.Answers;

/// <summary>Looks for stop texts in a text that comes in pieces, and lets through what cannot be the beginning of one.</summary>
internal sealed class StopTexts(IReadOnlyList<string> stops)
{
    private string held = "";

    /// <summary>Whether one has come. What follows it is of no interest.</summary>
    public bool IsMet { get; private set; }

    /// <summary>What may be shown after this piece: all up to the first stop text.</summary>
    public string Append(string piece)
    {
        string text = held + piece;
        int[] found = [.. stops.Select(stop => text.IndexOf(stop, StringComparison.Ordinal)).Where(at => at >= 0)];
        if (found.Length > 0)
        {
            (IsMet, held) = (true, "");
            return text[..found.Min()];
        }

        int kept = stops.Select(stop => Begun(text, stop)).DefaultIfEmpty(0).Max();
        held = text[(text.Length - kept)..];
        return text[..(text.Length - kept)];
    }

    /// <summary>What was held back, when nothing follows it.</summary>
    public string Finish() => held;

    // How much of the stop text's beginning the text ends with.
    private static int Begun(string text, string stop)
    {
        for (int length = Math.Min(text.Length, stop.Length - 1); length > 0; length--)
        {
            if (text.AsSpan(text.Length - length).SequenceEqual(stop.AsSpan(0, length)))
            {
                return length;
            }
        }

        return 0;
    }
}
