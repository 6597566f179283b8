using System.Text;
using Tapir.Models.Tokenization.Pipeline;

namespace Tapir.Models.Tokenization.Normalizing;

/// <summary>Replaces each match of a pattern by a fixed text.</summary>
internal sealed class ReplaceNormalizer(ITextPattern pattern, string content) : ITextNormalizer
{
    public string Normalize(string text)
    {
        StringBuilder replaced = new(text.Length);
        int written = 0;
        foreach ((int start, int end) in pattern.Matches(text))
        {
            replaced.Append(text, written, start - written).Append(content);
            written = end;
        }

        return written == 0 && replaced.Length == 0 ? text : replaced.Append(text, written, text.Length - written).ToString();
    }
}
