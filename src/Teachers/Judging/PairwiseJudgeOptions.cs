namespace Tapir.Teachers.Judging;

/// <summary>How a chat model judges.</summary>
public sealed record PairwiseJudgeOptions
{
    /// <summary>Asks twice, with the order of the answers swapped, and averages, so that a liking for the first place cancels out.</summary>
    /// <value>Default true.</value>
    public bool BothOrders { get; init; } = true;
}
