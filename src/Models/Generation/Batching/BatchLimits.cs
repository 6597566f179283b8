namespace Tapir.Models.Generation.Batching;

/// <summary>How much is answered at one time, and with how much memory. None of it decides an answer.</summary>
internal sealed record BatchLimits
{
    /// <value>Answers in the making at one time, at least 1. Default 32.</value>
    public int Slots { get; init; } = 32;

    /// <value>Positions that the key-value cache holds, all answers together: its memory is at most this times <see cref="PageLayout.BytesPerPosition"/>. Default 16,384.</value>
    public int CachePositions { get; init; } = 16_384;

    /// <value>Prompt tokens taken in at one step, at least 1, so that a long prompt does not keep the others waiting. Default 256.</value>
    public int ChunkTokens { get; init; } = 256;

    /// <value>Threads to compute on, at least 1. Default: all processors.</value>
    public int Threads { get; init; } = Environment.ProcessorCount;
}
