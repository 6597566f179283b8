namespace Tapir.Teachers;

/// <summary>The run cannot make its next call until a person does something: raise the budget, set a key, start a server. Nothing is lost and
/// nothing is to be retried by itself; the message says what to do.</summary>
public abstract class RunPausedException(string message, Exception? inner = null) : Exception(message, inner);
