namespace Tapir.Models.Tokenization.Pipeline;

/// <summary>Cuts a text without spaces (they are marks by now) before each mark that follows another character.</summary>
/// <remarks>Tokenizers in SentencePiece's way merge a whole text as one word. Where no token has a mark after another character, no merge crosses
/// such a place, so the ids are the same, and words can be remembered. <see cref="IsExact"/> says whether a vocabulary is so.</remarks>
internal sealed class MarkBoundaryStage(char mark, TextStage next) : TextStage
{
    /// <param name="tokens">All tokens that merges can make.</param>
    public static bool IsExact(IEnumerable<string> tokens, char mark) =>
        tokens.All(token => token.AsSpan().TrimStart(mark).IndexOf(mark) < 0);

    public override void Take(ReadOnlySpan<char> text, bool isFirst, List<int> ids)
    {
        int start = 0;
        for (int at = 1; at < text.Length; at++)
        {
            int offset = text[at..].IndexOf(mark);
            if (offset < 0)
            {
                break;
            }

            at += offset;
            if (text[at - 1] != mark)
            {
                next.Take(text[start..at], isFirst && start == 0, ids);
                start = at;
            }
        }

        next.Take(text[start..], isFirst && start == 0, ids);
    }
}
