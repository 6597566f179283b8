using System.Diagnostics;
using Tapir.Models.Training;

namespace Tapir.Models.Benchmarks;

internal static class TrainingBenchmark
{
    private const int Rounds = 3;

    public static void Run(BenchmarkStudent student)
    {
        StudentTrainer trainer = new();
        trainer.RunSlice(student.State, student.Examples, BenchmarkStudent.Options, 10);
        for (int round = 0; round < Rounds; round++)
        {
            long before = student.State.Cursor.Tokens;
            Stopwatch watch = Stopwatch.StartNew();
            SliceResult slice = trainer.RunSlice(student.State, student.Examples, BenchmarkStudent.Options, 10);
            double speed = (slice.Tokens - before) / watch.Elapsed.TotalSeconds, flops = speed * 6 * student.Config.ParameterCount / 1e9;
            double square = MatrixProducts.GigaFlops(8192, student.Config.Width, student.Config.Width), mlp = MatrixProducts.GigaFlops(8192, student.Config.Width, student.Config.MlpWidth);
            Console.WriteLine($"  training {speed,8:N0} tokens/s = {flops,5:F1} GFLOP/s; products [8192, d] x [d, d] {square,5:F1}, x [d, mlp] {mlp,5:F1} GFLOP/s; ratio {flops / square:F2}, {flops / mlp:F2}; loss {slice.MeanLoss:F3}");
        }
    }
}
