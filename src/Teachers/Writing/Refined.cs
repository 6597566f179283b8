namespace Tapir.Teachers.Writing;

/// <summary>A better-told answer that says the same.</summary>
public sealed record Refined(string Text) : Refinement;
