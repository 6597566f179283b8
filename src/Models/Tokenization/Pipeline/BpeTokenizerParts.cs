using Tapir.Models.Tokenization.Normalizing;

namespace Tapir.Models.Tokenization.Pipeline;

/// <summary>What a tokenizer file says, ready to run.</summary>
/// <param name="Words">The word patterns with the vocabulary at their end.</param>
/// <param name="BeginIds">What plain text begins with.</param>
/// <param name="Json">The file itself.</param>
internal sealed record BpeTokenizerParts(
    IReadOnlyList<AddedToken> Added,
    ITextNormalizer Normalizer,
    TextStage Words,
    TokenBytes Bytes,
    IReadOnlyList<int> BeginIds,
    int VocabularySize,
    string Json);
