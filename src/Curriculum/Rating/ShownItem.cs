using Tapir.Curriculum.Tasks;

namespace Tapir.Curriculum.Rating;

/// <summary>An item as one rater sees it: two answers without names.</summary>
/// <param name="Id">The <see cref="RatingItem.Id"/>.</param>
/// <param name="First">The answer in the first place.</param>
/// <param name="Second">The answer in the second place.</param>
public sealed record ShownItem(string Id, TaskLabel Task, string Instruction, string First, string Second)
{
    /// <summary>The rating that a verdict on it is.</summary>
    /// <param name="at">When it was said.</param>
    public GivenRating Rate(string rater, RatingVerdict verdict, RatedPair pair, DateTimeOffset at)
    {
        ArgumentNullException.ThrowIfNull(pair);
        return new GivenRating(rater, ContentDigest.Of(Instruction), ContentDigest.Of(First), ContentDigest.Of(Second), verdict, pair.ToString(), at);
    }
}
