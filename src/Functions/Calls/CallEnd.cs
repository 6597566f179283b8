namespace Tapir.Functions;

/// <summary>The end of a call.</summary>
/// <param name="Outcome">How it ended.</param>
/// <param name="FinishedAt">UTC.</param>
/// <param name="Duration">By a monotonic clock.</param>
/// <param name="Error">Type and message of what was thrown; null unless failed.</param>
public sealed record CallEnd(CallOutcome Outcome, DateTimeOffset FinishedAt, TimeSpan Duration, string? Error = null);
