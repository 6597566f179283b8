namespace Tapir.Models.Tokenization.Pipeline;

/// <summary>Cuts into the words of a known pattern.</summary>
internal sealed class ScannerStage(IWordScanner scanner, TextStage next) : TextStage
{
    public override void Take(ReadOnlySpan<char> text, bool isFirst, List<int> ids)
    {
        for (int start = 0; start < text.Length;)
        {
            int end = scanner.End(text, start);
            next.Take(text[start..end], isFirst && start == 0, ids);
            start = end;
        }
    }
}
