namespace Tapir.Activities.Reporting;

/// <summary>What the preference tuning after the last round was made on, and what came of it. Shares and margin are of the pairs that it trained on: they say whether the student has
/// learnt them, the held-out tasks whether it is any better.</summary>
public sealed record PreferenceReport
{
    /// <summary>Whose student was tuned.</summary>
    public required int Round { get; init; }

    /// <summary>How hard the student was held to what it was before.</summary>
    public required double Beta { get; init; }

    /// <summary>Pairs of a chosen answer, the teacher's, and a rejected one, the student's own.</summary>
    public required int Pairs { get; init; }

    /// <summary>The pairs by the round that judged them.</summary>
    public IReadOnlyList<RoundPairs> ByRound { get; init; } = [];

    /// <summary>Answers that were clearly worse than the teacher's and are in no pair, by reason.</summary>
    public IReadOnlyList<ReasonCount> LeftOut { get; init; } = [];

    /// <summary>Pairs whose chosen answer was the likelier one before the tuning, by log-probability per token; null without pairs.</summary>
    public PreferredShare? LikelierBefore { get; init; }

    /// <summary>The same after it.</summary>
    public PreferredShare? LikelierAfter { get; init; }

    /// <summary>Implicit reward accuracy: pairs whose chosen answer has gained more over the reference than the rejected one. Before the tuning neither has gained.</summary>
    public PreferredShare? Rewarded { get; init; }

    /// <summary>Implicit reward margin; null without pairs.</summary>
    public RewardMargin? Margin { get; init; }

    /// <summary>The tuned student; null where there was no pair to tune on. Its losses are those of pairs: ln 2 at first, whatever the student.</summary>
    public RoundReport? Tuned { get; init; }
}
