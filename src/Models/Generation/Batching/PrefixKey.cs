namespace Tapir.Models.Generation.Batching;

/// <summary>What a full page holds: the tokens of its positions, after those of the page before.</summary>
/// <param name="Before">Serial of the page before; 0 for none.</param>
/// <param name="Tokens">Two characters a token: compared and hashed by content.</param>
internal readonly record struct PrefixKey(long Before, string Tokens)
{
    public static PrefixKey Of(long before, ReadOnlySpan<int> tokens)
    {
        Span<char> text = stackalloc char[2 * PageLayout.Positions];
        for (int i = 0; i < tokens.Length; i++)
        {
            (text[2 * i], text[(2 * i) + 1]) = ((char)(tokens[i] >> 16), (char)tokens[i]);
        }

        return new PrefixKey(before, new string(text));
    }
}
