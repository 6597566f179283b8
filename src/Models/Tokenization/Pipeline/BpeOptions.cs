namespace Tapir.Models.Tokenization.Pipeline;

/// <summary>How a BPE model spells words; the names are those of <c>tokenizer.json</c>.</summary>
internal sealed record BpeOptions
{
    /// <value>Whether words are bytes, each written as a character of its own (GPT-2), rather than characters.</value>
    public bool IsByteLevel { get; init; }

    /// <value>Whether a character that is no token is spelled in <c>&lt;0xE2&gt;</c> tokens.</value>
    public bool ByteFallback { get; init; }

    /// <value>Whether a word that is a token is taken as it is, without merging.</value>
    public bool IgnoreMerges { get; init; }

    /// <value>Whether neighbouring unknown characters are one unknown token.</value>
    public bool FuseUnknown { get; init; }

    /// <value>Id of the unknown token; below 0, unknown characters vanish.</value>
    public int UnknownId { get; init; } = -1;
}
