using Microsoft.Extensions.Logging;

namespace Tapir.Orchestrations;

/// <summary>Log messages of this room, silent during replay; event ids from 6000.</summary>
internal static partial class Log
{
    [LoggerMessage(6001, LogLevel.Warning, "The notice {Id} was not delivered within a day and is given up: {Reason}")]
    public static partial void DeliveryGivenUp(this ILogger logger, string id, string reason);

    [LoggerMessage(6004, LogLevel.Warning, "The notice {Id} is given up: {Reason}")]
    public static partial void AddressTakenAway(this ILogger logger, string id, string reason);

    [LoggerMessage(6003, LogLevel.Warning, "Schedule {Schedule}: {Told}")]
    public static partial void StartsLeftOut(this ILogger logger, string schedule, string told);

    [LoggerMessage(6002, LogLevel.Warning, "To whom the notice {Id} goes was not found out within a day, and it is given up: {Reason}")]
    public static partial void TargetsNotFound(this ILogger logger, string id, string reason);
}
