using CsCheck;
using Tapir.Curriculum.Rating;

namespace Tapir.Curriculum.Tests.Rating;

[TestClass]
public sealed class GivenRatingsTests
{
    private static readonly RatingSheet Sheet = Ratings.Sheet(4);

    [TestMethod]
    public void Holding_ChangedMind_TakesThePlaceOfWhatWasSaidBefore()
    {
        GivenRating[] said = [Said(0, RatingOutcome.Win), Said(1, RatingOutcome.Tie), Said(0, RatingOutcome.Loss)];

        Assert.AreSequenceEqual([said[1], said[2]], GivenRatings.Holding(said).ToArray());
    }

    [TestMethod]
    public void Holding_SameSaidTwice_IsOneAndKeepsItsPlace()
    {
        GivenRating[] said = [Said(0, RatingOutcome.Win), Said(1, RatingOutcome.Tie), Said(0, RatingOutcome.Win) with { At = DateTimeOffset.MaxValue }];

        Assert.AreSequenceEqual([said[0], said[1]], GivenRatings.Holding(said).ToArray());
    }

    [TestMethod]
    public void Holding_TakenBack_IsNotThereUntilItIsSaidAgain()
    {
        GivenRating taken = Said(0, RatingOutcome.Win) with { Verdict = RatingVerdict.Withdrawn };

        Assert.IsEmpty(GivenRatings.Holding([Said(0, RatingOutcome.Win), taken]));
        Assert.HasCount(1, GivenRatings.Holding([Said(0, RatingOutcome.Win), taken, Said(0, RatingOutcome.Win)]));
    }

    [TestMethod]
    public void Holding_AnyThatWasSaid_SaidTwiceOverHoldsTheSame() =>
        Gen.Select(Gen.Int[0, 3], Gen.Int[0, 2], Gen.Enum<RatingOutcome>()).Array[0, 30].Sample(drawn =>
        {
            GivenRating[] said = [.. drawn.Select(of => Sheet.Rated(of.Item1, $"rater {of.Item2}", of.Item3))];
            GivenRating[] twice = [.. said.SelectMany(rating => new[] { rating, rating })];
            var holding = GivenRatings.Holding(said);
            return holding.SequenceEqual(GivenRatings.Holding(twice)) && holding.SequenceEqual(GivenRatings.Holding(holding))
                && holding.Count == drawn.Select(of => (of.Item1, of.Item2)).Distinct().Count();
        });

    [TestMethod]
    public void SaysTheSame_ShownTheOtherWayRound_IsToldByTheAnswerAndNotByItsPlace()
    {
        GivenRating rating = Said(0, RatingOutcome.Win);
        GivenRating turned = rating with { First = rating.Second, Second = rating.First };

        Assert.IsFalse(GivenRatings.SaysTheSame(rating, turned));
        Assert.IsTrue(GivenRatings.SaysTheSame(rating, turned with { Verdict = rating.Verdict == RatingVerdict.First ? RatingVerdict.Second : RatingVerdict.First }));
    }

    private static GivenRating Said(int place, RatingOutcome outcome) => Sheet.Rated(place, "anna", outcome);
}
