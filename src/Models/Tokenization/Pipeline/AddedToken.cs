namespace Tapir.Models.Tokenization.Pipeline;

/// <summary>A token that is found in the text as a whole, before anything else is done with it; the names are those of <c>tokenizer.json</c>.</summary>
internal sealed record AddedToken(int Id, string Content)
{
    /// <value>Whether it takes white space before it with it.</value>
    public bool StripLeft { get; init; }

    /// <value>Whether it takes white space after it with it.</value>
    public bool StripRight { get; init; }

    /// <value>Whether it counts only where no letter, digit or underscore touches it.</value>
    public bool SingleWord { get; init; }

    /// <value>Whether it is looked for in the normalized text rather than in the text as given.</value>
    public bool Normalized { get; init; }

    /// <value>Whether it belongs to the format (turn markers, padding) and not to the text: data cannot spell it, and decoding leaves it out.</value>
    public bool IsSpecial { get; init; }
}
