using Microsoft.Extensions.Logging;

namespace Tapir.Models;

internal static partial class Log
{
    [LoggerMessage(EventId = 4001, Level = LogLevel.Debug, Message = "Training slice begins at step {First}, ends at {End} of {Total}, on {Threads} threads")]
    public static partial void SliceBegins(ILogger logger, int first, int end, int total, int threads);

    [LoggerMessage(EventId = 4002, Level = LogLevel.Debug, Message = "Training slice ended at step {Step} of {Total} after {Tokens} tokens, mean loss {Loss:F4}")]
    public static partial void SliceEnds(ILogger logger, int step, int total, long tokens, double loss);

    [LoggerMessage(EventId = 4003, Level = LogLevel.Warning, Message = "Memory did not suffice for step {Step} in micro-batches of {Tokens} tokens; from here on they have {Fewer}")]
    public static partial void MicroBatchHalved(ILogger logger, int step, int tokens, int fewer);

    [LoggerMessage(EventId = 4004, Level = LogLevel.Error, Message = "Training diverged at step {Step}, in a batch of {Count} examples: {Examples}")]
    public static partial void TrainingDiverged(ILogger logger, int step, int count, string examples);
}
