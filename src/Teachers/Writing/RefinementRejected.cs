namespace Tapir.Teachers.Writing;

/// <summary>The refined answer is not to be used, and why; the answer before it stays.</summary>
public sealed record RefinementRejected(string Reason) : Refinement;
