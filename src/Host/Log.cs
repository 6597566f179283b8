using Microsoft.Extensions.Logging;

namespace Tapir.Host;

internal static partial class Log
{
    [LoggerMessage(7001, LogLevel.Information, "{Run} begins")]
    public static partial void RunStarted(this ILogger logger, string run);

    [LoggerMessage(7002, LogLevel.Error, "The line of runs could not be served; it is tried again")]
    public static partial void QueueStumbled(this ILogger logger, Exception problem);

    [LoggerMessage(7003, LogLevel.Error, "{Method} {Path} failed by a fault in Tapir")]
    public static partial void RequestFailed(this ILogger logger, string method, string path, Exception problem);

    [LoggerMessage(7004, LogLevel.Information, "The certificate '{Path}' has changed; connections from now on have the new one")]
    public static partial void CertificateRenewed(this ILogger logger, string path);

    [LoggerMessage(7005, LogLevel.Warning, "The certificate '{Path}' has changed and cannot be used, so the one before stays: {Problem}")]
    public static partial void CertificateNotRenewed(this ILogger logger, string path, string problem);

    [LoggerMessage(7006, LogLevel.Warning, "What people say is kept, but the report of {Run} could not be brought up to date; `tapir report` writes it anew: {Problem}")]
    public static partial void ReportNotUpdated(this ILogger logger, string run, string problem);

    [LoggerMessage(7009, LogLevel.Information, "{Run} begins again: {Reason}")]
    public static partial void RunBegunAgain(this ILogger logger, string run, string reason);

    [LoggerMessage(7010, LogLevel.Debug, "A training slice is computed by process {Process}")]
    public static partial void SliceProcessStarted(this ILogger logger, int process);

    [LoggerMessage(7020, LogLevel.Information, "Backup {Backup} lies in {Place}: {Artifacts} artifacts, {Copied} of them ({Bytes} bytes) copied now")]
    public static partial void BackupTaken(this ILogger logger, string backup, string place, int artifacts, int copied, long bytes);

    [LoggerMessage(7021, LogLevel.Error, "This process stores nothing more until it is alone again: {Reason}")]
    public static partial void HoldLost(this ILogger logger, string reason);

    [LoggerMessage(7022, LogLevel.Debug, "The lease in the artifact store was not renewed")]
    public static partial void HoldNotRenewed(this ILogger logger, Exception problem);

    [LoggerMessage(7023, LogLevel.Debug, "The lease in the artifact store was not ended; it runs out")]
    public static partial void HoldNotEnded(this ILogger logger, Exception problem);

    [LoggerMessage(7024, LogLevel.Error, "A backup by the clock could not be taken; it is tried again")]
    public static partial void BackupFailed(this ILogger logger, Exception problem);

    [LoggerMessage(7040, LogLevel.Warning, "The calls of a worker that vanished could not be ended; it is tried again")]
    public static partial void SilentCallsNotEnded(this ILogger logger, Exception problem);

    [LoggerMessage(7041, LogLevel.Debug, "The machine of the state folder did not answer {Call} ({Reason}); attempt {Attempt} follows in {Seconds:0.0} s")]
    public static partial void AskedAgain(this ILogger logger, string call, string reason, int attempt, double seconds);

    [LoggerMessage(7042, LogLevel.Warning, "The machine of the state folder has not answered for {Seconds:0} s: {Reason}. This worker goes on asking")]
    public static partial void HomeIsAway(this ILogger logger, double seconds, string reason);

    [LoggerMessage(7043, LogLevel.Debug, "What this worker holds could not be renewed; it is tried again")]
    public static partial void NotRenewed(this ILogger logger, Exception problem);

    [LoggerMessage(7044, LogLevel.Debug, "What this worker tells of its calls could not be sent; it goes with the next")]
    public static partial void NotesNotSent(this ILogger logger, Exception problem);

    [LoggerMessage(7045, LogLevel.Warning, "What workers began to send and never finished could not be removed; it is tried again in an hour")]
    public static partial void UploadsNotSwept(this ILogger logger, Exception problem);

    [LoggerMessage(7030, LogLevel.Warning, "The index of examples '{Path}' could not be built: {Problem}")]
    public static partial void ExamplesNotBuilt(this ILogger logger, string path, string problem);
}
