namespace Tapir.Orchestrations.Notifying;

/// <summary>Something that happened to a run, as others are told of it.</summary>
/// <param name="Run">Id of the run; empty for what happened to none.</param>
/// <param name="At">When it happened, UTC.</param>
/// <param name="Message">In a sentence, and what to do where there is something to do.</param>
/// <param name="Status">How the run stands now: running, waiting, paused, failed or done.</param>
public sealed record RunNotice(NoticeEvent Event, string Run, DateTimeOffset At, string Message, string Status);
