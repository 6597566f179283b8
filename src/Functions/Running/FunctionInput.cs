namespace Tapir.Functions;

/// <summary>An input in both its forms.</summary>
internal sealed record FunctionInput(object? Value, string Canonical);
