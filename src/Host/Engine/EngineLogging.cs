using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;

namespace Tapir.Host.Engine;

/// <summary>Logs go to standard error, warnings and worse unless <c>TAPIR_LOG</c> names another level (trace, debug, information, ...).</summary>
internal static class EngineLogging
{
    public static ILoggerFactory Create()
    {
        LogLevel level = Enum.TryParse(Environment.GetEnvironmentVariable("TAPIR_LOG"), ignoreCase: true, out LogLevel wanted) ? wanted : LogLevel.Warning;
        return LoggerFactory.Create(logging => logging
            .SetMinimumLevel(level)
            .AddFilter("Microsoft", level < LogLevel.Information ? LogLevel.Information : LogLevel.Warning)
            // It warns of keys that are stored unencrypted; ours are not stored.
            .AddFilter("Microsoft.AspNetCore.DataProtection", LogLevel.Error)
            .AddFilter("Grpc", LogLevel.Warning)
            .AddSimpleConsole(console =>
            {
                console.SingleLine = true;
                console.TimestampFormat = "HH:mm:ss ";
                console.ColorBehavior = LoggerColorBehavior.Disabled;
            })
            .Services.Configure<ConsoleLoggerOptions>(console => console.LogToStandardErrorThreshold = LogLevel.Trace));
    }
}
