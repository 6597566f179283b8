namespace Tapir.Curriculum.Preference;

/// <summary>The pairs that a student is tuned on, and what became of the other answers that were clearly worse than the teacher's.</summary>
/// <param name="Pairs">Those of the last round first.</param>
/// <param name="Tokens">Tokens of all of them, the prompt counted with each answer.</param>
/// <param name="LeftOut">How many are not among them, by reason.</param>
public sealed record PairSelection(IReadOnlyList<PreferencePair> Pairs, long Tokens, IReadOnlyDictionary<string, int> LeftOut);
