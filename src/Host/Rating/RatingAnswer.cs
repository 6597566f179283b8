namespace Tapir.Host.Rating;

/// <summary>What a rater does at the terminal, or a file in their stead.</summary>
internal enum RatingAnswer
{
    First,
    Second,
    Tie,
    BothBad,
    Skip,
    Undo,
    Quit,
}
