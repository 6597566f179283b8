using Tapir.Curriculum.Assembly;
using Tapir.Curriculum.Randomness;

namespace Tapir.Curriculum.Preference;

/// <summary>Makes preferences of judgements: chosen is the teacher's answer, rejected the student's own, where the teacher's is better by more than the threshold.</summary>
/// <remarks>Of an instruction that was judged in several rounds the last judgement counts: what the student has learnt since is no mistake of its any more. The answers of
/// the last rounds come first, since they are most like what the student would say now; within a round chance decides.</remarks>
public static class PairSelector
{
    public const string HeldOut = "like a held-out task";
    public const string Same = "both answers are the same";
    public const string TooLong = "longer than the student's context";
    public const string BeyondTokens = "beyond the tokens of the spec";

    /// <param name="judged">All that was scored.</param>
    /// <param name="heldOut">What no training set may contain.</param>
    /// <param name="measure">A pair in the student's tokens.</param>
    /// <param name="seed">The run's seed for this.</param>
    public static PairSelection Select(
        IEnumerable<JudgedAnswer> judged, PairLimits limits, HeldOutSet heldOut, Func<PreferencePair, PairLengths> measure, long seed)
    {
        ArgumentNullException.ThrowIfNull(judged);
        ArgumentNullException.ThrowIfNull(limits);
        ArgumentNullException.ThrowIfNull(heldOut);
        ArgumentNullException.ThrowIfNull(measure);
        List<PreferencePair> pairs = [];
        SortedDictionary<string, int> leftOut = new(StringComparer.Ordinal);
        long tokens = 0;
        bool isFull = false;
        foreach (PreferencePair pair in InOrder(judged, limits, seed))
        {
            if (heldOut.Covers(pair.Instruction))
            {
                LeaveOut(HeldOut);
            }
            else if (pair.Chosen == pair.Rejected)
            {
                LeaveOut(Same);
            }
            else if (isFull)
            {
                LeaveOut(BeyondTokens);
            }
            else if (measure(pair) is var lengths && lengths.Longest > limits.Context)
            {
                LeaveOut(TooLong);
            }
            else if (tokens + lengths.Sum > limits.Tokens)
            {
                // No shorter one takes its place: that would prefer short answers.
                isFull = true;
                LeaveOut(BeyondTokens);
            }
            else
            {
                pairs.Add(pair);
                tokens += lengths.Sum;
            }
        }

        return new PairSelection(pairs, tokens, leftOut);

        void LeaveOut(string reason) => leftOut[reason] = leftOut.GetValueOrDefault(reason) + 1;
    }

    private static IEnumerable<PreferencePair> InOrder(IEnumerable<JudgedAnswer> judged, PairLimits limits, long seed) => judged
        .GroupBy(answer => answer.Example.Id, StringComparer.Ordinal)
        .Select(same => same.MaxBy(answer => answer.Round)!)
        .Where(answer => answer.Difficulty.IsHardAt(limits.Threshold))
        .GroupBy(answer => answer.Round)
        .OrderByDescending(round => round.Key)
        .SelectMany(round => Shuffled([.. round.OrderBy(answer => answer.Example.Id, StringComparer.Ordinal).Select(PreferencePair.Of)], round.Key, seed));

    private static PreferencePair[] Shuffled(PreferencePair[] pairs, int round, long seed)
    {
        new SeededRandom(seed, $"pairs of round {round}").Shuffle(pairs.AsSpan());
        return pairs;
    }
}
