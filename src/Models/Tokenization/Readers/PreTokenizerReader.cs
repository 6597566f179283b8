using Tapir.Models.Tokenization.Pipeline;

namespace Tapir.Models.Tokenization.Readers;

/// <summary><c>pre_tokenizer</c> of a tokenizer.json, as the stages before the vocabulary.</summary>
internal static class PreTokenizerReader
{
    /// <summary>Whether the words that come out are bytes written as characters.</summary>
    public static bool IsByteLevel(JsonPart part) => part.Type == "ByteLevel" || (part.Type == "Sequence" && part["pretokenizers"].Items().Any(IsByteLevel));

    /// <summary>The stage that cuts as <paramref name="part"/> says and hands its pieces to <paramref name="next"/>.</summary>
    /// <exception cref="InvalidDataException">A pre-tokenizer that is not known, or one that would cut the characters that ByteLevel writes for bytes.</exception>
    public static TextStage Read(JsonPart part, TextStage next)
    {
        switch (part.IsNothing ? "" : part.Type)
        {
            case "" when part.IsNothing:
                return next;
            case "Sequence":
                JsonPart[] steps = [.. part["pretokenizers"].Items()];
                if (steps.SkipLast(1).FirstOrDefault(IsByteLevel) is { Path.Length: > 0 } early)
                {
                    throw early.Fault("a ByteLevel that is not the last of its sequence is not one that Tapir knows");
                }

                return steps.Reverse().Aggregate(next, (after, step) => Read(step, after));
            case "ByteLevel":
                TextStage bytes = part["use_regex"].FlagOr(true) ? new ScannerStage(new Gpt2Scanner(), next) : next;
                return part["add_prefix_space"].FlagOr(true) ? new PrefixSpaceStage(bytes) : bytes;
            case "Split":
                return Split(part, next);
            case "Digits":
                return new DigitsStage(part["individual_digits"].FlagOr(false), next);
            case "Punctuation":
                return new SplitStage(new PunctuationPattern(), part["behavior"].Choice(SplitBehavior.Isolated), isInverted: false, next);
            case "Whitespace":
                return new SplitStage(new RegexPattern(@"\w+|[^\w\s]+"), SplitBehavior.Removed, isInverted: true, next);
            case "WhitespaceSplit":
                return new SplitStage(new WhiteSpacePattern(), SplitBehavior.Removed, isInverted: false, next);
            case "Metaspace":
                PrependScheme plain = part["add_prefix_space"].FlagOr(true) ? PrependScheme.Always : PrependScheme.Never;
                return new MetaspaceStage(part["replacement"].Character(), part["prepend_scheme"].Choice(plain), part["split"].FlagOr(true), next);
            default:
                throw part.Unknown("the pre-tokenizer");
        }
    }

    private static TextStage Split(JsonPart part, TextStage next)
    {
        SplitBehavior behavior = part["behavior"].Choice(SplitBehavior.Isolated);
        bool isInverted = part["invert"].FlagOr(false);
        // These two match every text without gaps, so what lies between matches is nothing, and pieces are words either way.
        bool isEveryWord = (behavior == SplitBehavior.Isolated && !isInverted) || (behavior == SplitBehavior.Removed && isInverted);
        IWordScanner? known = isEveryWord ? Known(part["pattern"]["Regex"].TextOr("")) : null;
        return known is null ? new SplitStage(PatternReader.Read(part["pattern"]), behavior, isInverted, next) : new ScannerStage(known, next);
    }

    private static IWordScanner? Known(string pattern) => pattern switch
    {
        Gpt2Scanner.Pattern => new Gpt2Scanner(),
        TiktokenScanner.LlamaPattern => new TiktokenScanner(3),
        TiktokenScanner.QwenPattern => new TiktokenScanner(1),
        _ => null,
    };
}
