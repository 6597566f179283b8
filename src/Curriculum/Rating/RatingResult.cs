namespace Tapir.Curriculum.Rating;

/// <summary>What people say of one pair.</summary>
/// <param name="Counts">Each item once, however many rated it.</param>
/// <param name="Labels">The same per label, in the order of the labels' names; labels of which nothing is rated are left out.</param>
/// <param name="Raters">How many items each rater has rated, in the order of their names.</param>
/// <param name="RatedByMany">Items that two or more rated.</param>
/// <param name="Agreement">Krippendorff's alpha of these; null where there is nothing to tell it by.</param>
public sealed record RatingResult(
    RatingCounts Counts, IReadOnlyList<LabelRatings> Labels, IReadOnlyList<KeyValuePair<string, int>> Raters, int RatedByMany, double? Agreement)
{
    /// <param name="votes">Of each rater one an item at most, as <see cref="RatingSheet.VotesIn"/> gives them.</param>
    public static RatingResult Of(IReadOnlyCollection<RatingVote> votes)
    {
        ArgumentNullException.ThrowIfNull(votes);
        RatingOutcome[][] items = [.. votes.GroupBy(vote => vote.Item.Id).Select(item => item.Select(vote => vote.Outcome).ToArray())];
        return new RatingResult(
            RatingCounts.Of(votes),
            [.. votes.GroupBy(vote => vote.Item.Task).OrderBy(label => label.Key).Select(label => new LabelRatings(label.Key, RatingCounts.Of(label)))],
            [.. votes.CountBy(vote => vote.Rater).OrderBy(rater => rater.Key, StringComparer.Ordinal)],
            items.Count(item => item.Length > 1),
            KrippendorffAlpha.Of<RatingOutcome>(items));
    }
}
