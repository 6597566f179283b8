namespace Tapir.Teachers.Budgets;

/// <summary>Calls of one kind that a run will make, for the estimate before it starts.</summary>
/// <param name="Kind">What they are for: answer, judge, expand, refine, label.</param>
/// <param name="Model">Name of the model asked.</param>
/// <param name="Price">Its price; null where it is not known.</param>
/// <param name="Calls">How many; 0 or more.</param>
/// <param name="InputTokens">Typical input tokens of one call.</param>
/// <param name="OutputTokens">Typical output tokens of one call.</param>
public sealed record PlannedCalls(string Kind, string Model, ModelPrice? Price, long Calls, int InputTokens, int OutputTokens);
