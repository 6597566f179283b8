using Microsoft.Extensions.Logging;

namespace Tapir.DurableTask.Worker.Orchestrations;

/// <summary>What every orchestration of a worker is run with.</summary>
/// <param name="Converter">Reads and writes values.</param>
/// <param name="MaximumTimerInterval">The longest single timer.</param>
/// <param name="DefaultChildVersion">The version of sub-orchestrations that are started without one; empty for that of the parent.</param>
/// <param name="Loggers">Where orchestrators log to.</param>
/// <param name="ExceptionProperties">Which values of an exception travel with a failure; null for none.</param>
internal sealed record OrchestratorSettings(
    DataConverter Converter,
    TimeSpan MaximumTimerInterval,
    string DefaultChildVersion,
    ILoggerFactory Loggers,
    IExceptionPropertiesProvider? ExceptionProperties = null);
