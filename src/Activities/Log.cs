using Microsoft.Extensions.Logging;

namespace Tapir.Activities;

/// <summary>Log messages of this room; event ids from 3000.</summary>
internal static partial class Log
{
    [LoggerMessage(5001, LogLevel.Warning, "The manifest '{Path}' cannot be read and is written anew: {Problem}")]
    public static partial void ManifestDamaged(this ILogger logger, string path, string problem);

    [LoggerMessage(5101, LogLevel.Warning, "The notice {Id} is given up: {Reason}.")]
    public static partial void NoticeGivenUp(this ILogger logger, string id, string reason);

    [LoggerMessage(3301, LogLevel.Warning, "The process of a training slice (attempt {Attempt} of {Most}) ended by {Reason}, {Place}. {LastWords}")]
    public static partial void SliceProcessDied(this ILogger logger, int attempt, int most, string reason, string place, string lastWords);

    [LoggerMessage(3302, LogLevel.Debug, "The process of a training slice wrote: {Line}")]
    public static partial void SliceProcessSaid(this ILogger logger, string line);

    [LoggerMessage(3201, LogLevel.Warning, "The schedule {Schedule} watches files and has a problem: {Problem}")]
    public static partial void WatchProblem(this ILogger logger, string schedule, string problem);
}
