using Microsoft.Extensions.Logging;

namespace Tapir.DurableTask.Sidecar;

internal static partial class Log
{
    [LoggerMessage(101, LogLevel.Error, "A write to the task hub ({Operation}) failed; nothing of it was kept")]
    public static partial void WriteFailed(this ILogger logger, string operation, Exception error);

    [LoggerMessage(102, LogLevel.Warning, "Instance {Instance} asked for {Action}, which this task hub does not know; the action was ignored")]
    public static partial void ActionIgnored(this ILogger logger, string instance, string action);

    [LoggerMessage(103, LogLevel.Warning, "Instance {Instance} sent the event {Event} to {Target}, which does not exist or has ended; the event was dropped")]
    public static partial void EventDropped(this ILogger logger, string instance, string @event, string target);

    [LoggerMessage(104, LogLevel.Information, "Worker {Worker} connected")]
    public static partial void WorkerConnected(this ILogger logger, string worker);

    [LoggerMessage(105, LogLevel.Information, "Worker {Worker} went away; {Turns} turns and {Activities} activities it held go out again")]
    public static partial void WorkerGone(this ILogger logger, string worker, int turns, int activities);

    [LoggerMessage(106, LogLevel.Error, "Parked {What}: {Reason}")]
    public static partial void Parked(this ILogger logger, string what, string reason);

    [LoggerMessage(107, LogLevel.Error, "Instance key {Instance} cannot be handed out")]
    public static partial void HandOutFailed(this ILogger logger, long instance, Exception error);

    [LoggerMessage(108, LogLevel.Information, "Task hub {Path} is open at {Address}: {Turns} instances and {Activities} activities are waiting for a worker")]
    public static partial void HubOpen(this ILogger logger, string path, string address, int turns, int activities);

    [LoggerMessage(110, LogLevel.Information, "Worker {Worker} handed {What} back; it goes to another, or out again after a pause")]
    public static partial void HandedBack(this ILogger logger, string worker, string what);

    [LoggerMessage(111, LogLevel.Error, "The task hub {Path} is damaged: {What}. Restore it from a backup, or purge that instance")]
    public static partial void Damaged(this ILogger logger, string path, string what);

    [LoggerMessage(116, LogLevel.Warning, "Parked {What} until a worker comes that takes it: {Reason}")]
    public static partial void Unwanted(this ILogger logger, string what, string reason);

    [LoggerMessage(109, LogLevel.Debug, "A stale completion of {What} changed nothing")]
    public static partial void Stale(this ILogger logger, string what);

    [LoggerMessage(112, LogLevel.Error, "{Reason} ({Operation}; writes refused so far: {Refused})")]
    public static partial void CannotWrite(this ILogger logger, string operation, string reason, long refused);

    [LoggerMessage(113, LogLevel.Information, "The task hub can be written again; writes refused meanwhile: {Refused}")]
    public static partial void WritesAgain(this ILogger logger, long refused);
}
