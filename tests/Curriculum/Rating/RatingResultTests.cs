using CsCheck;
using Tapir.Curriculum.Rating;

namespace Tapir.Curriculum.Tests.Rating;

[TestClass]
public sealed class RatingResultTests
{
    private static readonly RatingSheet Sheet = Ratings.Sheet(6);

    [TestMethod]
    public void Of_OneRater_CountsEachItemAndBothBadApart()
    {
        RatingResult result = ResultOf(Vote(0, "anna", RatingOutcome.Win), Vote(1, "anna", RatingOutcome.Loss), Vote(2, "anna", RatingOutcome.Tie), Vote(3, "anna", RatingOutcome.BothBad));

        Assert.AreEqual(new RatingCounts(1, 1, 1, 1), result.Counts);
        Assert.AreEqual(3, result.Counts.Compared);
        Assert.AreEqual(0, result.RatedByMany);
        Assert.IsNull(result.Agreement);
    }

    [TestMethod]
    public void Of_SeveralRaters_CountsAnItemOnceByTheMajorityAndASplitAsATie()
    {
        RatingResult result = ResultOf(
            Vote(0, "anna", RatingOutcome.Win), Vote(0, "bert", RatingOutcome.Win), Vote(0, "cleo", RatingOutcome.Loss), Vote(1, "anna", RatingOutcome.Loss), Vote(1, "bert", RatingOutcome.BothBad));

        Assert.AreEqual(new RatingCounts(1, 0, 1, 0), result.Counts);
        Assert.AreEqual(2, result.RatedByMany);
        Assert.AreSequenceEqual([("anna", 2), ("bert", 2), ("cleo", 1)], result.Raters.Select(rater => (rater.Key, rater.Value)).ToArray());
    }

    [TestMethod]
    public void Of_AnyVotes_LabelsAddUpToAllItems() =>
        Gen.Select(Gen.Int[0, 5], Gen.Int[0, 3], Gen.Enum<RatingOutcome>()).Array[0, 24].Sample(drawn =>
        {
            RatingVote[] votes = [.. drawn.DistinctBy(of => (of.Item1, of.Item2)).Select(of => Vote(of.Item1, $"rater {of.Item2}", of.Item3))];
            RatingResult result = RatingResult.Of(votes);
            return result.Counts.Rated == votes.Select(vote => vote.Item).Distinct().Count()
                && result.Labels.Sum(label => label.Counts.Rated) == result.Counts.Rated
                && result.Labels.Sum(label => label.Counts.Wins) == result.Counts.Wins
                && result.Raters.Sum(rater => rater.Value) == votes.Length
                && result.Agreement is null or <= 1;
        });

    private static RatingResult ResultOf(params RatingVote[] votes) => RatingResult.Of(votes);

    private static RatingVote Vote(int place, string rater, RatingOutcome outcome) => new(rater, Sheet.Items[place], outcome);
}
