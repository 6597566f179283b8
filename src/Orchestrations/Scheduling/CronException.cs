namespace Tapir.Orchestrations.Scheduling;

/// <summary>A cron expression cannot be used; the message says why.</summary>
public sealed class CronException(string message, Exception? cause = null) : Exception(message, cause);
