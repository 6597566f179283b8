using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;
using Tapir.Host.Logs;

namespace Tapir.Host.Engine;

/// <summary>Logs go to standard error, warnings and worse unless <c>TAPIR_LOG</c> names another level (trace, debug, information, ...); one JSON document a line where
/// <c>TAPIR_LOG_FORMAT</c> is json.</summary>
internal static class EngineLogging
{
    /// <param name="runs">Keeps what is logged of runs, from information on, whatever the console shows; null to keep nothing.</param>
    public static ILoggerFactory Create(RunLogs? runs = null)
    {
        LogLevel level = Enum.TryParse(Environment.GetEnvironmentVariable("TAPIR_LOG"), ignoreCase: true, out LogLevel wanted) ? wanted : LogLevel.Warning;
        return LoggerFactory.Create(logging =>
        {
            logging
                .SetMinimumLevel(level)
                .AddFilter("Microsoft", level < LogLevel.Information ? LogLevel.Information : LogLevel.Warning)
                // It warns of keys that are stored unencrypted; ours are not stored.
                .AddFilter("Microsoft.AspNetCore.DataProtection", LogLevel.Error)
                .AddFilter("Grpc", LogLevel.Warning)
                .Services.Configure<ConsoleLoggerOptions>(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
            AddConsole(logging);
            // Of calls a run tells its people itself; who wants them here asks for them.
            logging.AddFilter<ConsoleLoggerProvider>("Tapir.Calls", level <= LogLevel.Information ? level : LogLevel.None);
            if (runs is not null)
            {
                logging.AddProvider(runs);
                logging.AddFilter<RunLogs>(category: null, LogLevel.Warning);
                logging.AddFilter<RunLogs>("Tapir", level < LogLevel.Information ? level : LogLevel.Information);
            }
        });
    }

    private static void AddConsole(ILoggingBuilder logging)
    {
        if (string.Equals(Environment.GetEnvironmentVariable("TAPIR_LOG_FORMAT"), "json", StringComparison.OrdinalIgnoreCase))
        {
            logging.AddJsonConsole(console =>
            {
                console.IncludeScopes = true;
                console.UseUtcTimestamp = true;
                console.TimestampFormat = "yyyy-MM-ddTHH:mm:ss.fffZ";
            });
            return;
        }

        logging.AddSimpleConsole(console =>
        {
            console.SingleLine = true;
            console.TimestampFormat = "HH:mm:ss ";
            console.ColorBehavior = LoggerColorBehavior.Disabled;
        });
    }
}
