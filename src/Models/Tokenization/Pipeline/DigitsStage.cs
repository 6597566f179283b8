namespace Tapir.Models.Tokenization.Pipeline;

/// <summary>Cuts numeric characters (\p{N}) off the rest: each by itself, or runs of them.</summary>
internal sealed class DigitsStage(bool isEachAlone, TextStage next) : TextStage
{
    public override void Take(ReadOnlySpan<char> text, bool isFirst, List<int> ids)
    {
        int written = 0;
        for (int at = 0; at < text.Length;)
        {
            (CharacterKind kind, int width) = CharacterKinds.At(text, at);
            if (kind != CharacterKind.Numeric)
            {
                at += width;
                continue;
            }

            if (at > written)
            {
                next.Take(text[written..at], isFirst && written == 0, ids);
            }

            int end = isEachAlone ? at + width : CharacterKinds.RunEnd(text, at, CharacterKind.Numeric);
            next.Take(text[at..end], isFirst && at == 0, ids);
            written = at = end;
        }

        if (written < text.Length)
        {
            next.Take(text[written..], isFirst && written == 0, ids);
        }
    }
}
