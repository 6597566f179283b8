namespace Tapir.Models.Tokenization.Normalizing;

/// <summary>A change of the text before it is cut into words.</summary>
internal interface ITextNormalizer
{
    string Normalize(string text);
}
