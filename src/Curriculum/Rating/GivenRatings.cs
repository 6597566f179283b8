namespace Tapir.Curriculum.Rating;

/// <summary>What of all that was said holds.</summary>
public static class GivenRatings
{
    /// <summary>The last word of each rater on each item; what was taken back is left out. In the order in which it was said.</summary>
    /// <param name="said">In the order in which it was said. The same said twice counts once; a changed mind takes the place of what was said before.</param>
    public static IReadOnlyList<GivenRating> Holding(IEnumerable<GivenRating> said)
    {
        ArgumentNullException.ThrowIfNull(said);
        Dictionary<(string Rater, string Item), (int Order, GivenRating Rating)> last = [];
        foreach ((int order, GivenRating rating) in said.Index())
        {
            (string, string) key = (rating.Rater, rating.Item);
            if (!last.TryGetValue(key, out (int Order, GivenRating Rating) before) || !SaysTheSame(before.Rating, rating))
            {
                last[key] = (order, rating);
            }
        }

        return [.. last.Values.Where(word => word.Rating.Verdict != RatingVerdict.Withdrawn).OrderBy(word => word.Order).Select(word => word.Rating)];
    }

    /// <summary>Whether two ratings of one item by one rater mean the same, in whatever places the answers were shown.</summary>
    public static bool SaysTheSame(GivenRating one, GivenRating other)
    {
        ArgumentNullException.ThrowIfNull(one);
        ArgumentNullException.ThrowIfNull(other);
        return Better(one) == Better(other);
    }

    /// <summary>The digest of the better answer, or the word for none.</summary>
    internal static string Better(GivenRating rating) => rating.Verdict switch
    {
        RatingVerdict.First => rating.First,
        RatingVerdict.Second => rating.Second,
        RatingVerdict other => other.ToString(),
    };
}
