using System.ComponentModel;
using Tapir.Curriculum.Rating;

namespace Tapir.Host.Http.Runs;

/// <summary>What a rater says, as it is sent.</summary>
internal sealed record RatingBody(
    [property: Description("The item's id, as it was asked.")] string? Item,
    [property: Description("first or second: that answer is better; tie; bothBad; withdrawn takes back what was said before.")] RatingVerdict? Verdict,
    [property: Description("Who says so; the name of the key where left out.")] string? Rater,
    [property: Description("The pair that was asked about; S_0 and the last student where left out.")] string? Rounds);
