using Tapir.Models.ChatTemplates;
using Tapir.Models.Checkpoints;
using Tapir.Models.Tokenization;
using Tapir.Models.Tokenization.Readers;

namespace Tapir.Models;

/// <summary>What a model reads and writes: its tokenizer, and how conversations become tokens.</summary>
/// <param name="TokenizerConfig">Hugging Face's <c>tokenizer_config.json</c> of a checkpoint, its chat template within; empty for a student that was born in a run,
/// whose export writes it.</param>
public sealed record ModelLanguage(ITextTokenizer Tokenizer, IChatFormat Chat, string TokenizerConfig)
{
    /// <summary>Reads a tokenizer alone, whether a run trained it or it came with a model.</summary>
    /// <param name="tokenizerJson">What <see cref="ITextTokenizer.ToJson"/> gave.</param>
    /// <param name="source">Names it in errors.</param>
    /// <exception cref="InvalidDataException">Damaged, or with a construct that is not known.</exception>
    public static ITextTokenizer ReadTokenizer(string tokenizerJson, string source) => CheckpointLanguage.Read(tokenizerJson, "", source).Tokenizer;

    /// <summary>The language of a student that is born in a run.</summary>
    public static ModelLanguage Of(StudentTokenizer tokenizer) => new(tokenizer, new StudentChatFormat(tokenizer), "");

    /// <summary>The language of a model that somebody has.</summary>
    /// <param name="options">What its chat template is given; the default is fit for training.</param>
    /// <exception cref="InvalidDataException">There is no tokenizer, or it or the template has a construct that is not known; the message names it.</exception>
    public static ModelLanguage Read(Checkpoint checkpoint, ChatTemplateOptions? options = null) =>
        CheckpointLanguage.Read(checkpoint, options ?? ChatTemplateOptions.Default);
}
