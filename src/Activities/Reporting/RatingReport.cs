namespace Tapir.Activities.Reporting;

/// <summary>What people say who saw two answers without names: how often the candidate's is better than the baseline's.</summary>
public sealed record RatingReport
{
    /// <summary>The pair as it is chosen, such as <c>0,3</c>.</summary>
    public required string Rounds { get; init; }

    /// <summary>Who is measured against, for example <c>S_0</c> or <c>teacher</c>.</summary>
    public required string Baseline { get; init; }

    /// <summary>Whose win rate it is, for example <c>S_3</c>.</summary>
    public required string Candidate { get; init; }

    /// <summary>Wins and half the ties over wins, losses and ties, 0 to 1; null while there are none of these.</summary>
    public double? WinRate { get; init; }

    /// <summary>Lower end of its 95 % interval, 0 to 1.</summary>
    public double? Low { get; init; }

    /// <summary>Upper end of its 95 % interval, 0 to 1.</summary>
    public double? High { get; init; }

    /// <summary>Instructions to which the candidate's answer is better. One that several people rated counts once, by the majority; a split is a tie.</summary>
    public int Wins { get; init; }

    /// <summary>Instructions to which the baseline's answer is better.</summary>
    public int Losses { get; init; }

    /// <summary>Instructions to which neither answer is better.</summary>
    public int Ties { get; init; }

    /// <summary>Instructions to which both answers are of no use: no part of the win rate.</summary>
    public int BothBad { get; init; }

    /// <summary>Instructions that were rated.</summary>
    public int Rated { get; init; }

    /// <summary>Instructions that can be rated: those with two different answers.</summary>
    public int Items { get; init; }

    /// <summary>Held-out instructions with the same answer twice: ties that nobody is asked about, and no part of the win rate.</summary>
    public int Identical { get; init; }

    /// <summary>The same per task label, as far as rated.</summary>
    public IReadOnlyList<LabelRatingReport> Labels { get; init; } = [];

    /// <summary>Who rated, and how many instructions.</summary>
    public IReadOnlyList<RaterReport> Raters { get; init; } = [];

    /// <summary>Instructions that two or more people rated.</summary>
    public int RatedByMany { get; init; }

    /// <summary>Krippendorff's alpha of these, 1 for complete agreement and 0 for chance; null where there is nothing to tell it by.</summary>
    public double? Agreement { get; init; }
}
