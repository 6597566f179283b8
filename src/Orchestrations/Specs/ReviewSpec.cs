using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace Tapir.Orchestrations.Specs;

/// <summary>Where a run shows a sample and waits for a person's word.</summary>
public sealed record ReviewSpec
{
    [Description("selection (each round: what the judge found hard, before the teacher is asked for more of it), training (each round: its training set,\nbefore the student is trained on it), export (held-out tasks as the last student answers them, before it is exported).")]
    public IReadOnlyList<ReviewPoint> Points { get; init; } = Enum.GetValues<ReviewPoint>();

    [Description("How long it waits at each point, whether or not a process runs: 30m, 24h, 7d.")]
    public TimeSpan TimeLimit { get; init; } = TimeSpan.FromHours(24);

    [Description("What holds when nobody has answered by then: approve or reject. A rejection ends the run as failed.")]
    public ReviewVerdict Default { get; init; } = ReviewVerdict.Approve;

    [Description("Examples that are shown.")]
    [Range(1, 1000)]
    public int Sample { get; init; } = 10;
}

/// <summary>Where a run can wait for a review.</summary>
public enum ReviewPoint
{
    /// <summary>In each round, after the selection.</summary>
    Selection,

    /// <summary>In each round, before its training.</summary>
    Training,

    /// <summary>Before the last student is exported.</summary>
    Export,
}

/// <summary>What a review comes to.</summary>
public enum ReviewVerdict
{
    Approve,
    Reject,
}
