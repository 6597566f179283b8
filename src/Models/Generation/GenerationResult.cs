namespace Tapir.Models.Generation;

/// <summary>One answer.</summary>
/// <param name="Text">Without special tokens.</param>
/// <param name="TokenCount">Tokens made, end of text included.</param>
/// <param name="Truncated">Whether it stopped at a limit instead of at the end of text; an instruction longer than the context gives an empty truncated answer.</param>
public sealed record GenerationResult(string Text, int TokenCount, bool Truncated);
