namespace Tapir.Functions;

/// <summary>The result index cannot be opened or written; the message says why and what to do.</summary>
public sealed class ResultIndexException(string message, Exception? cause = null) : Exception(message, cause);
