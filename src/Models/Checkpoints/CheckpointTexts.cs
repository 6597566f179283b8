using Tapir.Models.Gguf;

namespace Tapir.Models.Checkpoints;

/// <summary>What of a checkpoint is not weights: what its tokenizer, its chat template and its ends of text are made from.</summary>
/// <param name="ChatTemplate">Jinja; empty if there is none.</param>
internal abstract record CheckpointTexts(string ChatTemplate, IReadOnlyList<int> EndOfTextIds)
{
    /// <summary>The files of a Hugging Face folder; the text of one that is not there is empty.</summary>
    internal sealed record HuggingFace(string ChatTemplate, IReadOnlyList<int> EndOfTextIds, string TokenizerJson, string TokenizerConfig, string GenerationConfig)
        : CheckpointTexts(ChatTemplate, EndOfTextIds);

    /// <summary>The metadata of a GGUF file.</summary>
    internal sealed record Gguf(string ChatTemplate, IReadOnlyList<int> EndOfTextIds, GgufMetadata Metadata) : CheckpointTexts(ChatTemplate, EndOfTextIds);
}
