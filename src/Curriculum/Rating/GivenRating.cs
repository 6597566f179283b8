using System.Text.Json.Serialization;

namespace Tapir.Curriculum.Rating;

/// <summary>What one person said of two answers: a line of the record of ratings. The texts are named by their digests, so that it holds in every run and
/// after every repetition in which the same texts come up.</summary>
/// <param name="Rater">Who said so.</param>
/// <param name="Instruction">SHA-256 of the instruction.</param>
/// <param name="First">SHA-256 of the answer that was shown first.</param>
/// <param name="Second">SHA-256 of the answer that was shown second.</param>
/// <param name="Verdict">By these two places.</param>
/// <param name="Rounds">Which pair the person was asked about, as <see cref="RatedPair.Parse"/> reads it.</param>
/// <param name="At">When.</param>
public sealed record GivenRating(string Rater, string Instruction, string First, string Second, RatingVerdict Verdict, string Rounds, DateTimeOffset At)
{
    /// <value>The <see cref="RatingItem.Id"/> of what was rated.</value>
    [JsonIgnore]
    public string Item => ContentDigest.OfItem(Instruction, First, Second);
}
