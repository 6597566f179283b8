using Tapir.Models.Tokenization.Normalizing;
using Tapir.Models.Tokenization.Pipeline;

namespace Tapir.Models.Tokenization.Readers;

/// <summary><c>normalizer</c> of a tokenizer.json.</summary>
internal static class NormalizerReader
{
    /// <exception cref="InvalidDataException">A normalizer that is not known.</exception>
    public static ITextNormalizer Read(JsonPart part) => part.IsNothing ? NormalizerSequence.None : part.Type switch
    {
        "Sequence" => new NormalizerSequence([.. part["normalizers"].Items().Select(Read)]),
        "NFC" => new UnicodeNormalizer(UnicodeForm.Nfc),
        "NFD" => new UnicodeNormalizer(UnicodeForm.Nfd),
        "NFKC" => new UnicodeNormalizer(UnicodeForm.Nfkc),
        "NFKD" => new UnicodeNormalizer(UnicodeForm.Nfkd),
        "Lowercase" => new LowercaseNormalizer(),
        "Prepend" => new PrependNormalizer(part["prepend"].Text()),
        "Replace" => new ReplaceNormalizer(PatternReader.Read(part["pattern"]), part["content"].Text()),
        "Strip" => new StripNormalizer(part["strip_left"].FlagOr(true), part["strip_right"].FlagOr(true)),
        _ => throw part.Unknown("the normalizer"),
    };
}
