namespace Tapir.Models.Training;

/// <summary>One example (or pair of examples) in a step: its index and how many of its tokens are used (all but for the last one of a token budget).</summary>
internal readonly record struct PlannedRow(int Example, int Length);
