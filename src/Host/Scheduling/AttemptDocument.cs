using Tapir.Orchestrations.Scheduling;

namespace Tapir.Host.Scheduling;

/// <summary>The latest start that a schedule tried.</summary>
/// <param name="Time">Its time by the clock, or when it was asked for or its files had settled, UTC.</param>
/// <param name="Cause">clock, missed, hand or data.</param>
/// <param name="At">When it was tried, UTC.</param>
/// <param name="Outcome">started, previousOpen or refused.</param>
/// <param name="Run">The run that was started, or that is not over yet.</param>
/// <param name="Reason">Why it was refused.</param>
public sealed record AttemptDocument(DateTimeOffset Time, string Cause, DateTimeOffset At, string Outcome, string? Run, string? Reason)
{
    /// <summary>What came of it, in words.</summary>
    public string Describe() => Outcome switch
    {
        "started" => $"started {Run}{(Cause == "missed" ? ", late: it had been missed" : "")}",
        "previousOpen" => $"not started, because {Run} is not over",
        _ => $"not started: {Reason}",
    };

    public static AttemptDocument Of(StartAttempt attempt)
    {
        AttemptDocument document = new(attempt.Occurrence.At, attempt.Occurrence.Cause.ToString().ToLowerInvariant(), attempt.At, "", Run: null, Reason: null);
        return attempt.Outcome switch
        {
            RunStarted started => document with { Outcome = "started", Run = started.Run },
            PreviousRunOpen open => document with { Outcome = "previousOpen", Run = open.Run },
            StartRefused refused => document with { Outcome = "refused", Reason = refused.Reason },
            _ => throw new InvalidOperationException($"A start had an outcome that nobody knows: {attempt.Outcome}."),
        };
    }
}
