namespace Tapir.Models.Tokenization.Pipeline;

/// <summary>The pattern of LLaMA 3 and of Qwen 2 and 3; they differ in how many digits make a word.</summary>
/// <param name="digits">Most digits of a word: 3 for LLaMA 3, 1 for Qwen.</param>
internal sealed class TiktokenScanner(int digits) : IWordScanner
{
    public const string LlamaPattern =
        @"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+";

    public const string QwenPattern =
        @"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+";

    public int End(ReadOnlySpan<char> text, int start)
    {
        (CharacterKind first, int width) = CharacterKinds.At(text, start);
        if (first == CharacterKind.Letter)
        {
            return CharacterKinds.RunEnd(text, start, CharacterKind.Letter);
        }

        if (first == CharacterKind.Numeric)
        {
            return DigitsEnd(text, start);
        }

        int contraction = text[start] == '\'' ? Contraction(text[(start + 1)..]) : 0;
        if (contraction > 0)
        {
            return start + contraction;
        }

        int next = start + width;
        CharacterKind second = next < text.Length ? CharacterKinds.At(text, next).Kind : CharacterKind.Space;
        if (second == CharacterKind.Letter && text[start] is not ('\r' or '\n'))
        {
            return CharacterKinds.RunEnd(text, next, CharacterKind.Letter);
        }

        if (first == CharacterKind.Other || (text[start] == ' ' && second == CharacterKind.Other))
        {
            return NewlinesEnd(text, CharacterKinds.RunEnd(text, next, CharacterKind.Other));
        }

        return SpaceEnd(text, start);
    }

    private int DigitsEnd(ReadOnlySpan<char> text, int start)
    {
        int end = start;
        for (int count = 0; count < digits && end < text.Length; count++)
        {
            (CharacterKind kind, int width) = CharacterKinds.At(text, end);
            if (kind != CharacterKind.Numeric)
            {
                break;
            }

            end += width;
        }

        return end;
    }

    private static int NewlinesEnd(ReadOnlySpan<char> text, int start)
    {
        int end = start;
        while (end < text.Length && text[end] is '\r' or '\n')
        {
            end++;
        }

        return end;
    }

    private static int SpaceEnd(ReadOnlySpan<char> text, int start)
    {
        int end = CharacterKinds.RunEnd(text, start, CharacterKind.Space);
        int newline = text[start..end].LastIndexOfAny('\r', '\n');
        if (newline >= 0)
        {
            return start + newline + 1;
        }

        return end == text.Length || end - start == 1 ? end : end - 1;
    }

    // (?i: also folds the long s.
    private static int Contraction(ReadOnlySpan<char> after) => after switch
    {
        ['s' or 'S' or 'ſ' or 't' or 'T' or 'm' or 'M' or 'd' or 'D', ..] => 2,
        ['r' or 'R' or 'v' or 'V', 'e' or 'E', ..] or ['l' or 'L', 'l' or 'L', ..] => 3,
        _ => 0,
    };
}
