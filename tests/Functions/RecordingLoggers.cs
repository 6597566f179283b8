using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Tapir.Functions.Tests;

/// <summary>Remembers what is logged, and tells when it was.</summary>
internal sealed class RecordingLoggers : ILoggerFactory, ILogger
{
    private readonly ConcurrentDictionary<string, TaskCompletionSource> awaited = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<string> lines = new();

    /// <summary>Ends when a line with these words has been logged.</summary>
    public Task WhenLogged(string words)
    {
        Task logged = awaited.GetOrAdd(words, _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
        Look();
        return logged;
    }

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        lines.Enqueue(formatter(state, exception));
        Look();
    }

    public ILogger CreateLogger(string categoryName) => this;

    public bool IsEnabled(LogLevel logLevel) => true;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public void AddProvider(ILoggerProvider provider)
    {
        // It is the only one.
    }

    public void Dispose()
    {
        // Holds nothing.
    }

    private void Look()
    {
        foreach ((string words, TaskCompletionSource logged) in awaited)
        {
            if (lines.Any(line => line.Contains(words, StringComparison.Ordinal)))
            {
                logged.TrySetResult();
            }
        }
    }
}
