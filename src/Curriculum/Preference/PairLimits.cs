using Tapir.Curriculum.Selection;

namespace Tapir.Curriculum.Preference;

/// <summary>What makes a pair of two answers, and how many there may be.</summary>
/// <param name="Threshold">The teacher's score exceeds the student's by more than this.</param>
/// <param name="Context">Longest prompt and answer together that the student takes, in tokens.</param>
/// <param name="Tokens">Most tokens of all pairs together.</param>
public sealed record PairLimits(Threshold Threshold, int Context, long Tokens);
