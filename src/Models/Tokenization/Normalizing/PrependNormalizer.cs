namespace Tapir.Models.Tokenization.Normalizing;

/// <summary>Puts something before a text that is not empty (SentencePiece's leading ▁).</summary>
internal sealed class PrependNormalizer(string prefix) : ITextNormalizer
{
    public string Normalize(string text) => text.Length == 0 ? text : prefix + text;
}
