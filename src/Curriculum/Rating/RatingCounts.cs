namespace Tapir.Curriculum.Rating;

/// <summary>How often people preferred whom.</summary>
/// <param name="Wins">Items on which the candidate's answer is better.</param>
/// <param name="Losses">Items on which the baseline's is.</param>
/// <param name="Ties">Items on which neither is.</param>
/// <param name="BothBad">Items on which both are of no use: no part of the win rate.</param>
public sealed record RatingCounts(int Wins, int Losses, int Ties, int BothBad)
{
    /// <value>What the win rate is over.</value>
    public int Compared => Wins + Losses + Ties;

    public int Rated => Compared + BothBad;

    /// <summary>Counts each item once, by what most of its raters said; where no answer leads, it is a tie.</summary>
    public static RatingCounts Of(IEnumerable<RatingVote> votes)
    {
        ArgumentNullException.ThrowIfNull(votes);
        Dictionary<RatingOutcome, int> counts = votes.GroupBy(vote => vote.Item.Id).CountBy(Majority).ToDictionary();
        int Count(RatingOutcome outcome) => counts.GetValueOrDefault(outcome);
        return new RatingCounts(Count(RatingOutcome.Win), Count(RatingOutcome.Loss), Count(RatingOutcome.Tie), Count(RatingOutcome.BothBad));
    }

    private static RatingOutcome Majority(IEnumerable<RatingVote> votes)
    {
        KeyValuePair<RatingOutcome, int>[] most = [.. votes.CountBy(vote => vote.Outcome).OrderByDescending(outcome => outcome.Value)];
        return most.Length > 1 && most[0].Value == most[1].Value ? RatingOutcome.Tie : most[0].Key;
    }
}
