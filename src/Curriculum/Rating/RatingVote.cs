namespace Tapir.Curriculum.Rating;

/// <summary>What one rater thinks of one item.</summary>
/// <param name="Outcome">For the candidate.</param>
public sealed record RatingVote(string Rater, RatingItem Item, RatingOutcome Outcome);
