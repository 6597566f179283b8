namespace Tapir.Functions;

/// <summary>The JSON given to a function is not an input of its type.</summary>
public sealed class FunctionInputException(string message, Exception cause) : Exception(message, cause);
