namespace Tapir.Functions;

/// <summary>A key was asked for that the index does not have, or that is the beginning of several.</summary>
public sealed class UnknownKeyException(string message) : Exception(message);
