using Microsoft.Extensions.Logging;

namespace Tapir.DurableTask.Client;

internal static partial class Log
{
    [LoggerMessage(40, LogLevel.Debug, "Starting orchestration '{Name}' as instance '{InstanceId}'")]
    public static partial void Starting(ILogger logger, string name, string instanceId);
}
