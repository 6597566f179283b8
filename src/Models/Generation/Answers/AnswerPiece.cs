namespace Tapir.Models.Generation.Answers;

/// <summary>What one more token added to an answer.</summary>
/// <param name="Text">May be empty: inside a character, and while a stop text may have begun.</param>
/// <param name="Tokens">Those whose text is in the pieces up to this one, and was not in those before. Tokens that end an answer are none of them.</param>
public sealed record AnswerPiece(string Text, IReadOnlyList<AnswerToken> Tokens);
