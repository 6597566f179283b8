using Tapir.Models.Training;

namespace Tapir.Models.Benchmarks;

internal static class TrainingBenchmark
{
    private const int Rounds = 3;
    private const int Steps = 50;

    public static void Run(BenchmarkStudent student)
    {
        StudentTrainer trainer = new();
        int width = student.Config.Width, threads = BenchmarkStudent.Options.Threads;
        trainer.RunSlice(student.State, student.Examples, BenchmarkStudent.Options, Steps);
        for (int round = 0; round < Rounds; round++)
        {
            long before = student.State.Cursor.Tokens;
            SpeedClock clock = SpeedClock.Start();
            SliceResult slice = trainer.RunSlice(student.State, student.Examples, BenchmarkStudent.Options, Steps);
            Speed tokens = clock.Stop(slice.Tokens - before), flops = tokens * (6 * student.Config.ParameterCount / 1e9);
            Speed square = MatrixProducts.Measure(8192, width, width, threads), mlp = MatrixProducts.Measure(8192, width, student.Config.MlpWidth, threads);
            Speed squareAlone = MatrixProducts.Measure(8192, width, width, 1);
            Console.WriteLine(
                $"  training {tokens.PerSecond,7:N0} tokens/s = {flops.PerSecond,5:F1} GFLOP/s; products [8192, d] x [d, d] {square.PerSecond,5:F1}, x [d, mlp] {mlp.PerSecond,5:F1}; ratio {flops.PerSecond / square.PerSecond:F2}, {flops.PerSecond / mlp.PerSecond:F2}"
                + $" | per core second {tokens.PerCoreSecond,7:N0} tokens, {flops.PerCoreSecond,5:F1} GFLOP of {squareAlone.PerCoreSecond:F1} in one thread, ratio {flops.PerCoreSecond / squareAlone.PerCoreSecond:F2} | loss {slice.MeanLoss:F3}");
        }
    }
}
