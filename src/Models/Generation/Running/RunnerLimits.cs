namespace Tapir.Models.Generation.Running;

/// <summary>How much a <see cref="ModelRunner"/> does at one time, and with how much memory. None of it decides an answer.</summary>
public sealed record RunnerLimits
{
    /// <value>Answers in the making at one time, at least 1. Default 8.</value>
    public int Slots { get; init; } = 8;

    /// <value>The longest conversation with its answer, in tokens; at most the model's own context. Default 2,048. The key-value cache has room for so many in each slot.</value>
    public int ContextLength { get; init; } = 2_048;

    /// <value>Requests that may wait for a slot; whoever comes then is turned away. At least 0. Default 256.</value>
    public int Waiting { get; init; } = 256;

    /// <value>Threads to compute on, at least 1. Default: all processors.</value>
    public int Threads { get; init; } = Environment.ProcessorCount;
}
