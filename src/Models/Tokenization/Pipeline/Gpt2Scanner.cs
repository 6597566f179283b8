namespace Tapir.Models.Tokenization.Pipeline;

/// <summary>The pattern of GPT-2 (Radford et al., 2019), which <c>ByteLevel</c> cuts with.</summary>
internal sealed class Gpt2Scanner : IWordScanner
{
    public const string Pattern = @"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+";

    public int End(ReadOnlySpan<char> text, int start)
    {
        CharacterKind first = CharacterKinds.At(text, start).Kind;
        if (first == CharacterKind.Space)
        {
            return SpaceEnd(text, start);
        }

        int contraction = text[start] == '\'' ? Contraction(text[(start + 1)..]) : 0;
        return contraction > 0 ? start + contraction : CharacterKinds.RunEnd(text, start, first);
    }

    private static int SpaceEnd(ReadOnlySpan<char> text, int start)
    {
        int end = CharacterKinds.RunEnd(text, start, CharacterKind.Space);
        if (end == text.Length)
        {
            return end;
        }

        if (end - start > 1)
        {
            return end - 1;
        }

        return text[start] == ' ' ? CharacterKinds.RunEnd(text, end, CharacterKinds.At(text, end).Kind) : end;
    }

    private static int Contraction(ReadOnlySpan<char> after) => after switch
    {
        ['s' or 't' or 'm' or 'd', ..] => 2,
        ['r' or 'v', 'e', ..] or ['l', 'l', ..] => 3,
        _ => 0,
    };
}
