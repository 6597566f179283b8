namespace Tapir.Host.Scheduling;

/// <summary>A schedule was named that does not exist; the message says which do.</summary>
internal sealed class UnknownScheduleException(string message) : Exception(message);
