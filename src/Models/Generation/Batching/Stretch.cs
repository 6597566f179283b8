namespace Tapir.Models.Generation.Batching;

/// <summary>The next tokens of one answer's text, all of whose positions are computed in this step.</summary>
/// <param name="FirstRow">Where its rows begin in the step's batch.</param>
/// <param name="First">The position of the first of them.</param>
/// <param name="Count">How many.</param>
/// <param name="LogitRow">Its row among the logits of the step; -1 where the prompt goes on after it.</param>
internal readonly record struct Stretch(BatchAnswer Answer, int FirstRow, int First, int Count, int LogitRow);
