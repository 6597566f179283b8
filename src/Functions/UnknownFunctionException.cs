namespace Tapir.Functions;

/// <summary>A function was called that this program does not implement.</summary>
public sealed class UnknownFunctionException(string message) : Exception(message)
{
    internal static UnknownFunctionException For(string name, IEnumerable<string> known) =>
        new($"There is no function '{name}' here. Known: {string.Join(", ", known)}.");
}
