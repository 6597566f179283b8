namespace Tapir.Models.Tokenization.Normalizing;

/// <summary>One change after the other; none of them, the text as it is.</summary>
internal sealed class NormalizerSequence(IReadOnlyList<ITextNormalizer> steps) : ITextNormalizer
{
    public static NormalizerSequence None { get; } = new([]);

    public string Normalize(string text)
    {
        foreach (ITextNormalizer step in steps)
        {
            text = step.Normalize(text);
        }

        return text;
    }
}
