using Tapir.Curriculum.Rating;

namespace Tapir.Host.Rating;

/// <summary>What was taken down. The names are a contract with scripts.</summary>
/// <param name="Item">Id of what was rated.</param>
internal sealed record RatingReceipt(string Run, string Rater, string Rounds, string Item, RatingVerdict Verdict);
