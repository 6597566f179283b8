using Microsoft.Extensions.Logging;

namespace Tapir.Host;

internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Information, "{Run} begins")]
    public static partial void RunStarted(this ILogger logger, string run);

    [LoggerMessage(2, LogLevel.Error, "The line of runs could not be served; it is tried again")]
    public static partial void QueueStumbled(this ILogger logger, Exception problem);

    [LoggerMessage(3, LogLevel.Error, "{Method} {Path} failed by a fault in Tapir")]
    public static partial void RequestFailed(this ILogger logger, string method, string path, Exception problem);
}
