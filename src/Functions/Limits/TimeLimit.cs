namespace Tapir.Functions;

/// <summary>How long one call of a function may work.</summary>
/// <param name="Length">Positive; <see cref="Timeout.InfiniteTimeSpan"/> for as long as it takes.</param>
/// <param name="Setting">What sets it, for the message that asks to change it; such as <c>'tapir.timeLimits.training.*' in host.json</c>.</param>
public sealed record TimeLimit(TimeSpan Length, string Setting)
{
    /// <value>As long as it takes.</value>
    public static TimeLimit None { get; } = new(Timeout.InfiniteTimeSpan, "");

    internal bool IsNone => Length == Timeout.InfiniteTimeSpan;
}
