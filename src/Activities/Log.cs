using Microsoft.Extensions.Logging;

namespace Tapir.Activities;

/// <summary>Log messages of this room; event ids from 3000.</summary>
internal static partial class Log
{
    [LoggerMessage(5001, LogLevel.Warning, "The manifest '{Path}' cannot be read and is written anew: {Problem}")]
    public static partial void ManifestDamaged(this ILogger logger, string path, string problem);

    [LoggerMessage(5101, LogLevel.Warning, "The notice {Id} is given up: {Reason}.")]
    public static partial void NoticeGivenUp(this ILogger logger, string id, string reason);

    [LoggerMessage(3201, LogLevel.Warning, "The schedule {Schedule} watches files and has a problem: {Problem}")]
    public static partial void WatchProblem(this ILogger logger, string schedule, string problem);
}
