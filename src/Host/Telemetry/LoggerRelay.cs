using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Tapir.Host.Telemetry;

/// <summary>Hands what one logger factory logs on to another, which stays its owner's.</summary>
internal sealed class LoggerRelay(ILoggerFactory target) : ILoggerProvider
{
    private volatile bool isOver;

    public ILogger CreateLogger(string categoryName) => isOver ? NullLogger.Instance : target.CreateLogger(categoryName);

    /// <summary>From here on loggers are made that lead nowhere.</summary>
    public void Dispose() => isOver = true;
}
