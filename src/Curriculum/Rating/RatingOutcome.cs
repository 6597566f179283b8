namespace Tapir.Curriculum.Rating;

/// <summary>What a verdict means for the candidate.</summary>
public enum RatingOutcome
{
    /// <summary>The candidate's answer is better.</summary>
    Win,

    /// <summary>The baseline's answer is better.</summary>
    Loss,

    /// <summary>Neither is better.</summary>
    Tie,

    /// <summary>Neither is of use.</summary>
    BothBad,
}
