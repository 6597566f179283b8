namespace Tapir.Models.Tokenization.Pipeline;

/// <summary>What the word patterns of language models tell apart.</summary>
internal enum CharacterKind : byte
{
    /// <summary>Punctuation, symbols, marks, controls: neither of the others.</summary>
    Other,

    /// <summary>\p{L}.</summary>
    Letter,

    /// <summary>\p{N}.</summary>
    Numeric,

    /// <summary>\s: the Unicode property White_Space.</summary>
    Space,
}
