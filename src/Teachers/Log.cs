using Microsoft.Extensions.Logging;

namespace Tapir.Teachers;

/// <summary>What the teachers' room logs; event ids 400 to 499. Messages come from exceptions of this room, which never hold a key.</summary>
internal static partial class Log
{
    [LoggerMessage(400, LogLevel.Warning, "A call to {Model} is made again, attempt {Attempt} in {Seconds:0.#} s: {Reason}")]
    public static partial void CallRepeated(ILogger logger, string model, int attempt, double seconds, string reason);
}
