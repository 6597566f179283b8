using Tapir.Curriculum.Examples;
using Tapir.Curriculum.Selection;

namespace Tapir.Curriculum.Assembly;

/// <summary>How difficult a set is, so that one can see difficulty rise from round to round.</summary>
/// <param name="Count">Examples.</param>
/// <param name="MeanTokens">Mean response tokens; 0 for none.</param>
/// <param name="Levelled">Examples of known level.</param>
/// <param name="MeanLevel">Mean level over those; 0 for none.</param>
/// <param name="Scored">Examples with a score.</param>
/// <param name="MeanGap">Mean gap over those; 0 for none.</param>
public sealed record DifficultyProfile(int Count, double MeanTokens, int Levelled, double MeanLevel, int Scored, double MeanGap)
{
    /// <param name="candidates">The examples.</param>
    /// <param name="judgements">By example id.</param>
    public static DifficultyProfile Of(IReadOnlyList<TrainingCandidate> candidates, IReadOnlyDictionary<string, Judgement> judgements)
    {
        ArgumentNullException.ThrowIfNull(candidates);
        ArgumentNullException.ThrowIfNull(judgements);
        TrainingCandidate[] sorted = [.. candidates.OrderBy(one => one.Example.Id, StringComparer.Ordinal)];
        int[] levels = [.. sorted.Select(one => one.Example.Level).OfType<int>()];
        double[] gaps = [.. sorted.Select(one => judgements.GetValueOrDefault(one.Example.Id)).OfType<Scored>().Select(one => one.Difficulty.Gap)];
        return new DifficultyProfile(
            sorted.Length,
            sorted.Select(one => (double)one.Tokens.Value).DefaultIfEmpty().Average(),
            levels.Length,
            levels.DefaultIfEmpty().Average(),
            gaps.Length,
            gaps.DefaultIfEmpty().Average());
    }
}
