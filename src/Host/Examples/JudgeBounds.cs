namespace Tapir.Host.Examples;

/// <summary>From where on a score contradicts what is known. The prompt tells the judge that a wrong result cannot score above 3, and the tutor gives a right one 7 at least.</summary>
public static class JudgeBounds
{
    /// <value>Scores up to this say that an answer is wrong.</value>
    public const double Low = 3;

    /// <value>Scores from this on say that an answer is right.</value>
    public const double High = 7;

    /// <value>Between two scores of one answer, in points.</value>
    public const double Moved = 3;

    /// <summary>What an answer's score contradicts.</summary>
    /// <param name="isRight">Whether its result is right; null where that is not known.</param>
    /// <param name="score">1 to 10; null where it was not scored.</param>
    public static Disagreements Of(bool? isRight, double? score) => (isRight, score) switch
    {
        (true, <= Low) => Disagreements.RightScoredLow,
        (false, >= High) => Disagreements.WrongScoredHigh,
        _ => Disagreements.None,
    };
}
