using Tapir.Models.Generation;

namespace Tapir.Models.Benchmarks;

internal static class GenerationBenchmark
{
    private const int Prompts = 512;

    public static void Run(BenchmarkStudent student)
    {
        using Student asked = new(student.Tokenizer, student.State.Weights.Copy());
        GenerationRequest[] requests = [.. student.Questions.Take(Prompts).Select(question => new GenerationRequest(question))];
        GenerationOptions options = new() { MaxNewTokens = 96, Threads = 2 };
        StudentGenerator.Generate(asked, [.. requests.Take(64)], options);
        SpeedClock clock = SpeedClock.Start();
        IReadOnlyList<GenerationResult> answers = StudentGenerator.Generate(asked, requests, options);
        int tokens = answers.Sum(answer => answer.TokenCount);
        Speed speed = clock.Stop(tokens);
        Console.WriteLine($"  generation {speed.PerSecond,7:N0} tokens/s, {speed.PerCoreSecond:N0} per core second ({answers.Count} prompts, {tokens:N0} tokens, {answers.Count(answer => answer.Truncated)} truncated, prefill counted in)");
    }
}
