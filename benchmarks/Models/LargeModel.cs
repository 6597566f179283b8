using Tapir.Models.Network;
using Tapir.Models.Training;

namespace Tapir.Models.Benchmarks;

/// <summary>A model of SmolLM2-135M's shape with random weights (what they are makes no difference to the speed), and steps of 4 x 256 tokens, all but the first of each with a loss.</summary>
internal static class LargeModel
{
    private const int Sequences = 4;
    private const int Length = 256;

    public static StudentConfig Config { get; } = new()
    {
        VocabularySize = 49152,
        Width = 576,
        MlpWidth = 1536,
        Layers = 30,
        Heads = 9,
        KeyValueHeads = 3,
        ContextLength = 8192,
        RopeTheta = 100000,
    };

    public static TrainingOptions Options { get; } =
        new() { Epochs = 1000, BatchTokens = Sequences * Length, MicroBatchTokens = Sequences * Length, LearningRate = 1e-5, Threads = 2 };

    public static IReadOnlyList<EncodedExample> Examples()
    {
        Random random = new(1);
        return [.. Enumerable.Range(0, Sequences).Select(i => new EncodedExample($"{i}", [.. Enumerable.Range(0, Length).Select(_ => random.Next(Config.VocabularySize))], 1))];
    }
}
