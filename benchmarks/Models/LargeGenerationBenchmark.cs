using System.Diagnostics;
using Tapir.Models.Generation;
using Tapir.Models.Generation.Batching;
using Tapir.Models.Generation.Sampling;
using Tapir.Models.Network;

namespace Tapir.Models.Benchmarks;

/// <summary>Generation with a model of SmolLM2-135M's shape and random weights, next to a float32 product of libtorch in the same run.</summary>
internal static class LargeGenerationBenchmark
{
    private const int PromptTokens = 64;
    private const int NewTokens = 64;
    private static readonly StudentConfig Shape = new()
    {
        VocabularySize = 49_152,
        Width = 576,
        MlpWidth = 1_536,
        Layers = 30,
        Heads = 9,
        KeyValueHeads = 3,
        ContextLength = 8_192,
        RopeTheta = 100_000,
    };

    public static void Run()
    {
        using StudentWeights weights = StudentWeights.Random(Shape, 1);
        Console.WriteLine($"{Shape.ParameterCount:N0} parameters, {PromptTokens} prompt tokens and {NewTokens} new ones each, 2 threads:");
        foreach (int count in (int[])[1, 8, 32])
        {
            Measure(weights, count, rounds: 3);
        }
    }

    private static void Measure(StudentWeights weights, int count, int rounds)
    {
        using AnswerBatch batch = new(weights, new BatchLimits { Slots = count, CachePositions = 2 * count * (PromptTokens + NewTokens), Threads = 2 });
        Ask(batch, 1, seed: 99);
        for (int round = 0; round < rounds; round++)
        {
            Speed product = MatrixProducts.Measure(2_048, 576, 1_536, 2);
            SpeedClock clock = SpeedClock.Start();
            Stopwatch watch = Stopwatch.StartNew();
            TimeSpan first = Ask(batch, count, seed: (round * count) + 1);
            Speed tokens = clock.Stop(count * NewTokens), flops = tokens * (2 * Shape.ParameterCount / 1e9);
            double decoding = count * (NewTokens - 1) / (watch.Elapsed - first).TotalSeconds;
            Console.WriteLine(
                $"  batch {count,2}: {tokens.PerSecond,6:F1} tokens/s, prefill counted (all prompts in after {first.TotalMilliseconds:F0} ms, then {decoding:F1} tokens/s); "
                + $"product [2048, 576] x [576, 1536] {product.PerSecond:F1} GFLOP/s, ratio {flops.PerSecond / product.PerSecond:F3} | per core second {tokens.PerCoreSecond:F1} tokens");
        }
    }

    // Returns when the last of them has its first token.
    private static TimeSpan Ask(AnswerBatch batch, int count, int seed)
    {
        Stopwatch watch = Stopwatch.StartNew();
        Counter[] counters = [.. Enumerable.Range(0, count).Select(_ => new Counter(watch))];
        for (int i = 0; i < count; i++)
        {
            Random random = new(seed + i);
            int[] prompt = [.. Enumerable.Range(0, PromptTokens).Select(_ => random.Next(Shape.VocabularySize))];
            batch.Add(new BatchAnswer(prompt, NewTokens, new TokenChooser(new GenerationOptions(), 0, prompt), counters[i], CancellationToken.None));
        }

        while (batch.Step())
        {
        }

        return counters.Max(counter => counter.First);
    }

    private sealed class Counter(Stopwatch watch) : IAnswerSink
    {
        public TimeSpan First { get; private set; }

        public bool Take(ChosenToken token)
        {
            First = First == TimeSpan.Zero ? watch.Elapsed : First;
            return true;
        }

        public void End(AnswerEnd end)
        {
        }
    }
}
