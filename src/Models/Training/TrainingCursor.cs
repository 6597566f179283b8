namespace Tapir.Models.Training;

/// <summary>Where a training is.</summary>
/// <param name="Digest">SHA-256 of config, options and examples: what the checkpoint belongs to.</param>
/// <param name="Step">Steps done.</param>
/// <param name="Tokens">Tokens trained on, prompt and response.</param>
/// <param name="Epoch">0-based epoch of the last step.</param>
/// <param name="Position">Examples of that epoch used up.</param>
public sealed record TrainingCursor(string Digest, int Step, long Tokens, int Epoch, int Position);
