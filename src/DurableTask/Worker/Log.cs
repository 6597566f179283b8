using Microsoft.Extensions.Logging;

namespace Tapir.DurableTask.Worker;

internal static partial class Log
{
    [LoggerMessage(50, LogLevel.Information, "Connected to the sidecar at {Address}")]
    public static partial void Connected(ILogger logger, string address);

    [LoggerMessage(51, LogLevel.Warning, "No connection to the sidecar at {Address}: {Reason}. Next try in {Delay}")]
    public static partial void Disconnected(ILogger logger, string address, string reason, TimeSpan delay);

    [LoggerMessage(52, LogLevel.Information, "The worker stops; it waits up to {Limit} for {Count} work items in hand")]
    public static partial void Draining(ILogger logger, int count, TimeSpan limit);

    [LoggerMessage(53, LogLevel.Warning, "The worker stopped with {Count} work items unfinished; the sidecar hands them out again")]
    public static partial void Dropped(ILogger logger, int count);

    [LoggerMessage(54, LogLevel.Error, "A work item of '{Name}' (instance '{InstanceId}') could not be processed; it is handed back")]
    public static partial void Abandoning(ILogger logger, string name, string instanceId, Exception exception);

    [LoggerMessage(62, LogLevel.Warning, "The sidecar did not take what a work item of '{Name}' (instance '{InstanceId}') came to; it is handed back: {Reason}")]
    public static partial void NotTaken(ILogger logger, string name, string instanceId, string reason);

    [LoggerMessage(55, LogLevel.Warning, "A work item could not be handed back; the sidecar hands it out again when this worker is gone")]
    public static partial void AbandonFailed(ILogger logger, Exception exception);

    [LoggerMessage(56, LogLevel.Warning, "Orchestration '{Name}' (instance '{InstanceId}') awaited something that is no durable task; it may wait for ever. "
        + "Await nothing in an orchestrator but tasks of its context, and do other work in activities")]
    public static partial void Strayed(ILogger logger, string name, string instanceId);

    [LoggerMessage(57, LogLevel.Warning, "Orchestration '{Name}' (instance '{InstanceId}') is handed back: {Reason}")]
    public static partial void Rejected(ILogger logger, string name, string instanceId, string reason);

    [LoggerMessage(58, LogLevel.Trace, "The sidecar is alive")]
    public static partial void Alive(ILogger logger);

    [LoggerMessage(59, LogLevel.Warning, "A work item of an unknown kind ({Kind}) was ignored; entities are not supported")]
    public static partial void Unsupported(ILogger logger, string kind);

    [LoggerMessage(60, LogLevel.Debug, "A completion was not accepted yet ({Status}); next try in {Delay}")]
    public static partial void Retrying(ILogger logger, string status, TimeSpan delay);

    [LoggerMessage(61, LogLevel.Warning, "Orchestration '{Name}' (instance '{InstanceId}') has been deciding for more than {Limit}, and holds a thread for it. "
        + "An orchestrator must neither loop for ever nor block; do lasting work in activities")]
    public static partial void LongTurn(ILogger logger, string name, string instanceId, TimeSpan limit);
}
