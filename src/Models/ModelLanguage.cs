using Tapir.Models.ChatTemplates;
using Tapir.Models.Tokenization;

namespace Tapir.Models;

/// <summary>What a model reads and writes: its tokenizer, and how conversations become tokens.</summary>
/// <param name="TokenizerConfig">Hugging Face's <c>tokenizer_config.json</c> of a checkpoint, its chat template within; empty for a student that was born in a run,
/// whose export writes it.</param>
public sealed record ModelLanguage(ITextTokenizer Tokenizer, IChatFormat Chat, string TokenizerConfig)
{
    /// <summary>The language of a student that is born in a run.</summary>
    public static ModelLanguage Of(StudentTokenizer tokenizer) => new(tokenizer, new StudentChatFormat(tokenizer), "");
}
