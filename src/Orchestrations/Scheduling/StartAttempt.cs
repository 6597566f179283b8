namespace Tapir.Orchestrations.Scheduling;

/// <summary>The latest start that a schedule tried, for whoever watches.</summary>
/// <param name="At">When it was tried. UTC.</param>
public sealed record StartAttempt(Occurrence Occurrence, DateTimeOffset At, StartOutcome Outcome);
