using Microsoft.Extensions.Logging;

namespace Tapir.Functions;

/// <summary>Log messages of this room; event ids from 2000.</summary>
internal static partial class Log
{
    [LoggerMessage(2001, LogLevel.Warning, "{Artifact} is lost; '{Function}' (key {Key}), which made it, runs again.")]
    public static partial void MakingAgain(this ILogger logger, string artifact, string function, string key);

    [LoggerMessage(2002, LogLevel.Information, "{Artifact} was made again by '{Function}' with the same digest.")]
    public static partial void MadeAgain(this ILogger logger, string artifact, string function);

    [LoggerMessage(2003, LogLevel.Warning, "'{Function}' (key {Key}) did not make {Artifact} again; {Dropped} results derived from it were dropped and will be computed anew.")]
    public static partial void DerivedDropped(this ILogger logger, string function, string key, string artifact, int dropped);

    [LoggerMessage(2004, LogLevel.Warning, "The output of '{Function}' (key {Key}) has {Length} bytes of JSON: what is over 65,536 bytes should be an artifact, it weighs on every replay.")]
    public static partial void LargeOutput(this ILogger logger, string function, string key, int length);

    [LoggerMessage(2005, LogLevel.Warning, "Calls could not be written to the call log; status and report will miss them.")]
    public static partial void CallLogFailed(this ILogger logger, Exception cause);

    [LoggerMessage(2006, LogLevel.Information, "The result of '{Function}' (key {Key}) was found, but its artifact {Artifact} is gone: computing again.")]
    public static partial void HitWithoutArtifact(this ILogger logger, string function, string key, string artifact);

    [LoggerMessage(2009, LogLevel.Warning, "The result of '{Function}' (key {Key}) was computed here after another process had been given the key: that one's result stands.")]
    public static partial void ClaimLost(this ILogger logger, string function, string key);

    [LoggerMessage(2007, LogLevel.Information, "{Function}: {Outcome} after {Seconds:0.000} s.")]
    public static partial void CallEnded(this ILogger logger, string function, CallOutcome outcome, double seconds);

    [LoggerMessage(2008, LogLevel.Warning, "{Function}: failed after {Seconds:0.000} s: {Error}")]
    public static partial void CallFailed(this ILogger logger, string function, double seconds, string error);

    [LoggerMessage(2020, LogLevel.Warning, "'{Function}' (key {Key}) goes on {Seconds:0} s after it was cancelled at its time limit: it is left behind, and its call has failed.")]
    public static partial void LeftBehind(this ILogger logger, string function, string key, double seconds);

    [LoggerMessage(2021, LogLevel.Information, "'{Function}' (key {Key}), which was left behind at its time limit, came to its end after {Seconds:0.0} s; result kept: {IsKept}.")]
    public static partial void CameLate(this ILogger logger, string function, string key, double seconds, bool isKept);

    [LoggerMessage(2022, LogLevel.Information, "'{Function}' (key {Key}), which was left behind at its time limit, has stopped; nothing is kept of it.")]
    public static partial void LeftBehindFailed(this ILogger logger, string function, string key, Exception cause);
}
