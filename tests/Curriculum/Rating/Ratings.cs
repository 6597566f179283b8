using CsCheck;
using Tapir.Curriculum.Rating;
using Tapir.Curriculum.Tasks;

namespace Tapir.Curriculum.Tests.Rating;

/// <summary>Made-up items and what was said of them.</summary>
internal static class Ratings
{
    public static readonly RatedPair Pair = RatedPair.Parse("0,3");

    /// <summary>Items of a few labels, some of them with the same answer twice.</summary>
    public static readonly Gen<RatingItem[]> Items =
        Gen.Select(Gen.Int[0, 3], Gen.Int[0, 9]).Array[0, 60].Select(drawn =>
            drawn.Select((of, index) => new RatingItem(new TaskLabel($"label {of.Item1}"), $"Question {index}", "an answer", of.Item2 == 0 ? "an answer\r\n" : $"answer {of.Item2}")).ToArray());

    /// <summary>So many items, whose labels take turns.</summary>
    public static RatingItem[] Of(int count, int labels = 2) =>
        [.. Enumerable.Range(0, count).Select(index => new RatingItem(new TaskLabel($"label {index % labels}"), $"Question {index}", $"old {index}", $"new {index}"))];

    public static RatingSheet Sheet(int count, int labels = 2) => RatingSheet.Of(Pair, Of(count, labels), seed: 7);

    /// <summary>The item of a place, rated so that it has this outcome.</summary>
    public static GivenRating Rated(this RatingSheet sheet, int place, string rater, RatingOutcome outcome)
    {
        ShownItem shown = sheet.Show(place, rater);
        RatingVerdict verdict = outcome switch
        {
            RatingOutcome.Tie => RatingVerdict.Tie,
            RatingOutcome.BothBad => RatingVerdict.BothBad,
            _ => shown.First == sheet.Items[place].Candidate == (outcome == RatingOutcome.Win) ? RatingVerdict.First : RatingVerdict.Second,
        };
        return shown.Rate(rater, verdict, sheet.Pair, DateTimeOffset.UnixEpoch);
    }
}
