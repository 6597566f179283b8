namespace Tapir.Activities.Scheduling.Watching;

/// <summary>A watched place, or a file there, cannot be read; the message is a sentence for users, without anything secret.</summary>
public sealed class PlaceException(string message, Exception? cause = null) : Exception(message, cause);
