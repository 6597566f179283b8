using Microsoft.Extensions.Logging;

namespace Tapir.Artifacts;

/// <summary>Log messages of this room.</summary>
internal static partial class Log
{
    [LoggerMessage(3001, LogLevel.Debug, "The artifact store did not answer ({Reason}); attempt {Attempt} follows in {Seconds:0.0} s")]
    public static partial void StoreTriedAgain(this ILogger logger, int attempt, double seconds, string reason);

    [LoggerMessage(3002, LogLevel.Warning, "The artifact store ({Place}) has not answered for {Seconds:0} s ({Reason}); trying on")]
    public static partial void StoreAway(this ILogger logger, BlobLocation place, double seconds, string reason);

    [LoggerMessage(3003, LogLevel.Warning, "{Artifact} was damaged in the store and is replaced")]
    public static partial void DamagedReplaced(this ILogger logger, ArtifactRef artifact);
}
