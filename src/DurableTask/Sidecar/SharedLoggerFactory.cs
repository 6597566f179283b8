using Microsoft.Extensions.Logging;

namespace Tapir.DurableTask.Sidecar;

/// <summary>Lends the server a logger factory that belongs to somebody else, so that the server's end does not dispose it.</summary>
internal sealed class SharedLoggerFactory(ILoggerFactory owner) : ILoggerFactory
{
    public ILogger CreateLogger(string categoryName) => owner.CreateLogger(categoryName);

    public void AddProvider(ILoggerProvider provider) => owner.AddProvider(provider);

    public void Dispose()
    {
        // The owner disposes the factory.
    }
}
