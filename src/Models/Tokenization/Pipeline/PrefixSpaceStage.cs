namespace Tapir.Models.Tokenization.Pipeline;

/// <summary>Puts a space before a text that has none, as some byte-level tokenizers do.</summary>
internal sealed class PrefixSpaceStage(TextStage next) : TextStage
{
    public override void Take(ReadOnlySpan<char> text, bool isFirst, List<int> ids)
    {
        if (text.Length == 0 || text[0] == ' ')
        {
            next.Take(text, isFirst, ids);
            return;
        }

        next.Take($" {text}", isFirst, ids);
    }
}
