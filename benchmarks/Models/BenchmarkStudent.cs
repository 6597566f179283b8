using Tapir.Models.Network;
using Tapir.Models.Tokenization;
using Tapir.Models.Training;

namespace Tapir.Models.Benchmarks;

/// <summary>A student and sums to learn, with worked steps, about as long as the tutor's tasks.</summary>
internal sealed record BenchmarkStudent(StudentTokenizer Tokenizer, StudentConfig Config, IReadOnlyList<EncodedExample> Examples, IReadOnlyList<string> Questions) : IDisposable
{
    public required TrainingState State { get; init; }

    public static TrainingOptions Options { get; } = new() { Epochs = 3, Threads = 2 };

    public static BenchmarkStudent Create(int width, int layers)
    {
        Random random = new(1);
        (string Question, string Answer)[] sums = [.. Enumerable.Range(0, 4000).Select(_ => Sum(random.Next(10, 999), random.Next(10, 999), random.Next(2, 9)))];
        StudentTokenizer tokenizer = StudentTokenizer.Train(sums.SelectMany(sum => (string[])[sum.Question, sum.Answer]), 512);
        StudentConfig config = new()
        {
            VocabularySize = tokenizer.VocabularySize,
            Width = width,
            MlpWidth = ((width * 8 / 3) + 31) / 32 * 32,
            Layers = layers,
            Heads = width / 32,
            KeyValueHeads = width % 64 == 0 ? width / 64 : 1,
        };
        EncodedExample[] examples = [.. sums.Select((sum, i) => EncodedExample.Encode(tokenizer, $"{i}", sum.Question, sum.Answer))];
        using StudentWeights initial = StudentWeights.Random(config, 1);
        return new BenchmarkStudent(tokenizer, config, examples, [.. sums.Select(sum => sum.Question)]) { State = TrainingState.Begin(initial, examples, Options) };
    }

    public void Dispose() => State.Dispose();

    private static (string, string) Sum(int a, int b, int c) => (
        $"A shop sells {a} apples in the morning and {b} in the afternoon, and gives {c} of them away. How many are left from {a + b + 100}? Work in steps.",
        $"Sold together: {a} + {b} = {a + b}.\nGiven away as well: {a + b} + {c} = {a + b + c}.\nLeft: {a + b + 100} - {a + b + c} = {100 - c}.\nAnswer: {100 - c}");
}
