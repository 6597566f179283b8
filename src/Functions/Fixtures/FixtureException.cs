namespace Tapir.Functions;

/// <summary>A fixture does not hold, or cannot be read; the message says what to do.</summary>
public sealed class FixtureException(string message, Exception? cause = null) : Exception(message, cause);
