namespace Tapir.Models.Generation;

/// <summary>Tokens of one answer, and whether the last of them is the end of text.</summary>
internal sealed record GeneratedTokens(int[] Tokens, bool HasEnded);
