using Microsoft.Extensions.Logging;

namespace Tapir.DurableTask.Sidecar;

/// <summary>Lends the server a logger factory that belongs to somebody else, so that the server's end does not dispose it. Of the web server's
/// own messages only warnings pass: it has two for every call, and a hub takes thousands a second.</summary>
internal sealed class LentLoggerFactory(ILoggerFactory owner) : ILoggerFactory
{
    public ILogger CreateLogger(string categoryName)
    {
        ILogger logger = owner.CreateLogger(categoryName);
        bool ofTheServer = categoryName.StartsWith("Microsoft.", StringComparison.Ordinal) || categoryName.StartsWith("Grpc.", StringComparison.Ordinal);
        return ofTheServer ? new Quiet(logger) : logger;
    }

    public void AddProvider(ILoggerProvider provider) => owner.AddProvider(provider);

    public void Dispose()
    {
        // The owner disposes the factory.
    }

    private sealed class Quiet(ILogger logger) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning && logger.IsEnabled(logLevel);

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel))
            {
                logger.Log(logLevel, eventId, state, exception, formatter);
            }
        }
    }
}
