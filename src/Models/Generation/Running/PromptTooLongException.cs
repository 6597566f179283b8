namespace Tapir.Models.Generation.Running;

/// <summary>A prompt leaves no room for an answer.</summary>
public sealed class PromptTooLongException(int tokens, int contextLength)
    : Exception($"The prompt has {tokens} tokens, and prompt and answer together may have {contextLength}. Shorten it, or serve the model with a longer context.");
