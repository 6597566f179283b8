namespace Tapir.Teachers.Prompts;

/// <summary>A reply that is not in the form that was asked for, and why.</summary>
public sealed record Unreadable<T>(string Reason) : Reply<T>;
