using System.Text.Json.Serialization;

namespace Tapir.Models.Training;

/// <summary>Where a training is.</summary>
/// <param name="Digest">SHA-256 of config, options and examples: what the checkpoint belongs to.</param>
/// <param name="Step">Steps done.</param>
/// <param name="Tokens">Tokens trained on, prompt and response.</param>
/// <param name="Epoch">0-based epoch of the last step.</param>
/// <param name="Position">Examples of that epoch used up.</param>
public sealed record TrainingCursor(string Digest, int Step, long Tokens, int Epoch, int Position)
{
    /// <value>The size of micro-batches from here on, where memory did not suffice for that of the options; 0, the default, means theirs.</value>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int MicroBatchTokens { get; init; }
}
