using CsCheck;
using Tapir.Curriculum.Rating;

namespace Tapir.Curriculum.Tests.Rating;

[TestClass]
public sealed class RatingSheetTests
{
    [TestMethod]
    public void Of_AnyItemsInAnyOrder_AsksEachThatDiffersOnceInTheSameOrder() => Gen.Select(Ratings.Items, Gen.Long).Sample((items, seed) =>
    {
        RatingSheet sheet = RatingSheet.Of(Ratings.Pair, items, seed);
        return sheet.Items.Count + sheet.Identical == items.Length
            && sheet.Items.ToHashSet().SetEquals(items.Where(item => item.Candidate != "an answer\r\n"))
            && sheet.Items.SequenceEqual(RatingSheet.Of(Ratings.Pair, Enumerable.Reverse(items), seed).Items);
    });

    [TestMethod]
    public void Of_AnyItems_WhereverARaterStopsNoLabelIsBehind() => Gen.Select(Ratings.Items, Gen.Long).Sample((items, seed) =>
    {
        RatingSheet sheet = RatingSheet.Of(Ratings.Pair, items, seed);
        var all = sheet.Items.CountBy(item => item.Task).ToDictionary();
        return Enumerable.Range(0, sheet.Items.Count + 1).All(stop =>
        {
            var asked = sheet.Items.Take(stop).CountBy(item => item.Task).ToDictionary();
            int most = asked.Values.DefaultIfEmpty().Max();
            return all.All(label => asked.GetValueOrDefault(label.Key) >= Math.Min(label.Value, most - 1));
        });
    });

    [TestMethod]
    public void Of_AnotherSeed_AsksInAnotherOrder() => Assert.AreNotEqual(
        string.Join(' ', RatingSheet.Of(Ratings.Pair, Ratings.Of(40), 1).Items.Select(item => item.Instruction)),
        string.Join(' ', RatingSheet.Of(Ratings.Pair, Ratings.Of(40), 2).Items.Select(item => item.Instruction)));

    [TestMethod]
    public void Show_AnyRater_SeesEachContestantFirstEquallyOftenAndAlwaysTheSameWay() => Gen.Select(Ratings.Items, Gen.Long, Gen.String[1, 20]).Sample((items, seed, rater) =>
    {
        RatingSheet sheet = RatingSheet.Of(Ratings.Pair, items, seed);
        int lead = 0;
        for (int place = 0; place < sheet.Items.Count; place++)
        {
            ShownItem shown = sheet.Show(place, rater);
            lead += shown.First == sheet.Items[place].Candidate ? 1 : -1;
            if (Math.Abs(lead) > 1 || shown != sheet.Show(place, rater) || shown != sheet.Find(shown.Id, rater))
            {
                return false;
            }
        }

        return true;
    });

    [TestMethod]
    public void Show_ManyRaters_SeeAnItemInEitherOrderEquallyOften()
    {
        RatingSheet sheet = Ratings.Sheet(1);

        int first = Enumerable.Range(0, 1000).Count(rater => sheet.Show(0, $"rater {rater}").First == "new 0");

        Assert.IsInRange(420, 580, first, "That far off is five standard deviations.");
    }

    [TestMethod]
    public void Show_ItemsThatDifferInWhoseAnswerIsWhose_HaveTheSameId() => Assert.AreEqual(
        new RatingItem(Ratings.Of(1)[0].Task, "Q", "one", "other").Id, new RatingItem(Ratings.Of(1)[0].Task, "Q", "other", "one").Id);

    [TestMethod]
    public void Next_SomeRatedSomeSkipped_IsTheFirstOfTheOthersWithinTheCount()
    {
        RatingSheet sheet = Ratings.Sheet(10);
        IReadOnlyList<RatingVote> votes = sheet.VotesIn([sheet.Rated(0, "anna", RatingOutcome.Tie), sheet.Rated(1, "bert", RatingOutcome.Win)]);

        Assert.AreEqual(sheet.Items[1].Id, sheet.Next("anna", 3, votes, [])!.Id);
        Assert.AreEqual(sheet.Items[2].Id, sheet.Next("anna", 3, votes, [sheet.Items[1].Id])!.Id);
        Assert.IsNull(sheet.Next("anna", 3, votes, [sheet.Items[1].Id, sheet.Items[2].Id]));
        Assert.AreEqual(sheet.Items[0].Id, sheet.Next("bert", 3, votes, [])!.Id);
    }

    [TestMethod]
    public void VotesIn_AnyOutcome_IsThatOfWhatWasSeen() =>
        Gen.Select(Gen.Int[0, 19], Gen.String[1, 5], Gen.Enum<RatingOutcome>()).Sample((place, rater, outcome) =>
        {
            RatingSheet sheet = Ratings.Sheet(20);
            return sheet.VotesIn([sheet.Rated(place, rater, outcome)]).Single() == new RatingVote(rater, sheet.Items[place], outcome);
        });

    [TestMethod]
    public void VotesIn_RatingsOfOtherTexts_AreNotCounted()
    {
        RatingSheet sheet = Ratings.Sheet(2);
        RatingSheet other = RatingSheet.Of(Ratings.Pair, [Ratings.Of(1)[0] with { Candidate = "something else" }], seed: 7);

        Assert.IsEmpty(sheet.VotesIn([other.Rated(0, "anna", RatingOutcome.Win)]));
    }

    [TestMethod]
    public void VotesIn_SameTextsOfAnotherRun_HoldThere()
    {
        RatingSheet sheet = Ratings.Sheet(4);
        RatingSheet again = RatingSheet.Of(RatedPair.Parse("0,2"), Ratings.Of(8), seed: 99);
        string rated = sheet.Items[1].Instruction;

        RatingVote vote = again.VotesIn([sheet.Rated(1, "anna", RatingOutcome.Win)]).Single();

        Assert.AreEqual((rated, RatingOutcome.Win), (vote.Item.Instruction, vote.Outcome));
    }
}
