namespace Tapir.Models.Tokenization;

/// <summary>A text whose special tokens are meant: what a chat template made of a conversation.</summary>
/// <param name="Text">The text, where a character of <paramref name="Stands"/> stands for another.</param>
/// <param name="Stands">Characters that keep data from spelling a special token, and what each stands for; empty where all of the text is trusted.
/// They are put back once the special tokens have been found, so the ids are those of the text that was meant.</param>
public sealed record RenderedText(string Text, IReadOnlyDictionary<char, char> Stands)
{
    private static readonly IReadOnlyDictionary<char, char> Nothing = new Dictionary<char, char>();

    /// <summary>A text with no data in it that could forge a turn.</summary>
    public static RenderedText Trusted(string text) => new(text, Nothing);

    /// <summary>The text as people read it.</summary>
    public string Plain => Restore(Text);

    internal string Restore(string text)
    {
        foreach ((char stand, char meant) in Stands)
        {
            text = text.Replace(stand, meant);
        }

        return text;
    }
}
