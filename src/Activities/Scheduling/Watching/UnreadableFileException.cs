namespace Tapir.Activities.Scheduling.Watching;

/// <summary>One file of a place cannot be read, while others can; the message is a sentence for users.</summary>
public sealed class UnreadableFileException(string message, Exception cause) : Exception(message, cause);
