namespace Tapir.Host.Rating;

/// <summary>The keys by which answers are given.</summary>
internal static class RatingKeys
{
    /// <value>For those who pressed another.</value>
    public const string Known = "1 and 2 say which answer is better, t a tie, b that both are bad, s skips, u takes the last one back, q ends";

    /// <summary>The answer of a key; null for one that is none.</summary>
    public static RatingAnswer? Find(char key) => char.ToLowerInvariant(key) switch
    {
        '1' => RatingAnswer.First,
        '2' => RatingAnswer.Second,
        't' => RatingAnswer.Tie,
        'b' => RatingAnswer.BothBad,
        's' => RatingAnswer.Skip,
        'u' => RatingAnswer.Undo,
        'q' => RatingAnswer.Quit,
        _ => null,
    };
}
