using Microsoft.Extensions.Logging;

namespace Tapir.Host.Logs;

/// <summary>A line of a run's log.</summary>
/// <param name="At">UTC.</param>
/// <param name="Source">Which part of Tapir wrote it, such as <c>Tapir.Functions.training.run-slice</c>.</param>
/// <param name="Event">Number of the message; 0 for one without.</param>
/// <param name="Function">The function that was at work; null outside of one.</param>
/// <param name="Part"><c>run</c>, or the round, such as <c>round-2</c>; null outside of a function.</param>
/// <param name="Error">The exception with where it happened; null for a line without one.</param>
internal sealed record RunLogLine(DateTimeOffset At, LogLevel Level, string Source, int Event, string Message, string? Function, string? Part, string? Error);
