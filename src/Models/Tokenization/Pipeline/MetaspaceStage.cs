namespace Tapir.Models.Tokenization.Pipeline;

/// <summary>Writes spaces as a mark (▁), puts it before the text, and cuts before each, if it cuts at all (SentencePiece's way).</summary>
internal sealed class MetaspaceStage(char mark, PrependScheme scheme, bool splits, TextStage next) : TextStage
{
    public override void Take(ReadOnlySpan<char> text, bool isFirst, List<int> ids)
    {
        if (text.Length == 0)
        {
            return;
        }

        string marked = text.ToString().Replace(' ', mark);
        bool prepends = scheme == PrependScheme.Always || (scheme == PrependScheme.First && isFirst);
        if (prepends && marked[0] != mark)
        {
            marked = mark + marked;
        }

        for (int start = 0; start < marked.Length;)
        {
            int offset = splits ? marked.AsSpan(start + 1).IndexOf(mark) : -1;
            int end = offset < 0 ? marked.Length : start + 1 + offset;
            next.Take(marked.AsSpan(start, end - start), isFirst && start == 0, ids);
            start = end;
        }
    }
}
