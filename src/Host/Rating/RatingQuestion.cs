namespace Tapir.Host.Rating;

/// <summary>What a rater is asked next. Nothing in it tells whose answer is whose. The names are a contract with scripts.</summary>
/// <param name="Rounds">The pair that is compared, which is no order of the answers.</param>
/// <param name="Rated">How many of the items the rater has rated.</param>
/// <param name="Of">How many items the rater is asked in all.</param>
/// <param name="Item">Null when no item is left that was not skipped.</param>
public sealed record RatingQuestion(string Run, string Rater, string Rounds, int Rated, int Of, QuestionItem? Item);

/// <param name="Id">What it is rated under; a digest of the three texts in which the answers have no order.</param>
/// <param name="First">The answer that is shown first.</param>
/// <param name="Second">The answer that is shown second.</param>
public sealed record QuestionItem(string Id, string Task, string Instruction, string First, string Second);
