namespace Tapir.Curriculum.Selection;

/// <summary>What selection found.</summary>
/// <param name="Hard">The hard examples, in the order of their ids.</param>
/// <param name="ScoredCount">Examples with both scores, hard or not.</param>
/// <param name="UnscoredIds">Examples left out because the judge's reply could not be read, in the order of their ids.</param>
public sealed record SelectionResult(IReadOnlyList<HardExample> Hard, int ScoredCount, IReadOnlyList<string> UnscoredIds);
