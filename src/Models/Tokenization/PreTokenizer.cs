using Tapir.Models.Tokenization.Pipeline;

namespace Tapir.Models.Tokenization;

/// <summary>Cuts text into the words that BPE merges inside of: every digit alone, the rest as GPT-2's pattern
/// <c>'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+</c> does.</summary>
/// <remarks>Written out rather than as a Regex: .NET's patterns see UTF-16 halves, so letters outside the basic plane would be cut
/// differently from Hugging Face. What is numeric ends a segment, so that a space before a digit is a word of its own.</remarks>
internal static class PreTokenizer
{
    private static readonly string[] Contractions = ["'s", "'t", "'re", "'ve", "'m", "'ll", "'d"];

    /// <summary>The end of the word that begins at <paramref name="start"/>.</summary>
    public static int WordEnd(ReadOnlySpan<char> text, int start)
    {
        (CharacterKind first, int width) = CharacterKinds.At(text, start);
        switch (first)
        {
            case CharacterKind.Numeric:
                return start + width;
            case CharacterKind.Space:
                return SpaceEnd(text, start);
            case CharacterKind.Other when text[start] == '\'':
                foreach (string contraction in Contractions)
                {
                    if (text[start..].StartsWith(contraction, StringComparison.Ordinal))
                    {
                        return start + contraction.Length;
                    }
                }

                break;
        }

        return CharacterKinds.RunEnd(text, start, first);
    }

    private static int SpaceEnd(ReadOnlySpan<char> text, int start)
    {
        int end = CharacterKinds.RunEnd(text, start, CharacterKind.Space);
        bool isLast = end == text.Length || CharacterKinds.At(text, end).Kind == CharacterKind.Numeric;
        if (isLast)
        {
            return end;
        }

        if (end - start > 1)
        {
            return end - 1;
        }

        return text[start] == ' ' ? CharacterKinds.RunEnd(text, end, CharacterKinds.At(text, end).Kind) : end;
    }
}
