namespace Tapir.Teachers.Prompts;

/// <summary>A reply in the form that was asked for.</summary>
public sealed record Readable<T>(T Value) : Reply<T>;
