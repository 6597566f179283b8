using Microsoft.Extensions.Logging;

namespace Tapir.DurableTask;

/// <summary>Makes loggers that say nothing while the orchestration is replaying.</summary>
/// <remarks>The loggers' destination is the worker's: nothing can be added to it here, and disposing changes nothing.</remarks>
internal sealed class ReplaySafeLoggerFactory(TaskOrchestrationContext context, ILoggerFactory inner) : ILoggerFactory
{
    public ILogger CreateLogger(string categoryName) => new ReplaySafeLogger(context, inner.CreateLogger(categoryName));

    public void AddProvider(ILoggerProvider provider) =>
        throw new NotSupportedException("Logging providers are added to the worker's logging, not inside an orchestration.");

    public void Dispose()
    {
    }
}
