namespace Tapir.Host.Serving;

/// <summary>Too many runs wait in line for one more; the message says how many and what to do.</summary>
internal sealed class QueueFullException(string message) : Exception(message);
