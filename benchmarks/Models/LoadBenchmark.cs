using System.Diagnostics;
using Tapir.Models.Checkpoints;
using Tapir.Models.Network;

namespace Tapir.Models.Benchmarks;

/// <summary>How long a checkpoint takes from its path to weights and tokenizer that can be used, its files in the page cache.</summary>
internal static class LoadBenchmark
{
    private const int Rounds = 4;

    /// <param name="path">A Hugging Face folder or a .gguf file.</param>
    public static void Run(string path)
    {
        for (int round = 0; round < Rounds; round++)
        {
            Stopwatch clock = Stopwatch.StartNew();
            using Checkpoint checkpoint = Checkpoint.Open(path);
            using StudentWeights weights = checkpoint.ReadWeights();
            TimeSpan read = clock.Elapsed;
            clock.Restart();
            using Student student = Student.Of(checkpoint, checkpoint.Config.ContextLength);
            Console.WriteLine($"  {Path.GetFileName(path)}, {weights.Config.ParameterCount / 1e6:F1} million parameters: weights {read.TotalSeconds:F2} s; weights and tokenizer {clock.Elapsed.TotalSeconds:F2} s; peak {PeakMemory.Gibibytes:F2} GiB");
        }
    }
}
