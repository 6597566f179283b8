using Tapir.Models.Generation.Sampling;

namespace Tapir.Models.Generation.Answers;

/// <summary>A token of an answer.</summary>
/// <param name="Ranking"><see cref="TokenRanking.None"/> where nobody asked.</param>
public sealed record AnswerToken(int Id, TokenRanking Ranking);
