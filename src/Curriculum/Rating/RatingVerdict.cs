namespace Tapir.Curriculum.Rating;

/// <summary>What a person said of two answers, by the place in which each was shown.</summary>
public enum RatingVerdict
{
    /// <summary>The answer that was shown first is better.</summary>
    First,

    /// <summary>The answer that was shown second is better.</summary>
    Second,

    /// <summary>Neither is better, and they are of use.</summary>
    Tie,

    /// <summary>Neither is of use.</summary>
    BothBad,

    /// <summary>What was said before is taken back.</summary>
    Withdrawn,
}
