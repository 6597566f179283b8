using Tapir.Models.Network;
using Tapir.Models.Training;

namespace Tapir.Models.Benchmarks;

/// <summary>Training a model of 135 million parameters: all weights, and an adapter of rank 8 on all seven projections.</summary>
internal static class LargeTrainingBenchmark
{
    private const int Rounds = 3;
    private const int Steps = 3;

    public static void Run(bool trainsAdapter)
    {
        // Products alone need 6 floating-point operations a parameter and token: forward, gradient of the input, gradient of the weight. Beside an adapter the last of them is not made.
        int operations = trainsAdapter ? 4 : 6;
        TrainingOptions options = trainsAdapter ? LargeModel.Options with { Trained = new LowRankAdapter() } : LargeModel.Options;
        IReadOnlyList<EncodedExample> examples = LargeModel.Examples();
        using TrainingState state = TrainingState.BeginWith(StudentWeights.Random(LargeModel.Config, 1), examples, options);
        StudentTrainer trainer = new();
        trainer.RunSlice(state, examples, options, 1);
        for (int round = 0; round < Rounds; round++)
        {
            Speed before = MatrixProducts.Measure(2048, 576, 1536, 2), alone = MatrixProducts.Measure(2048, 576, 1536, 1);
            long tokens = state.Cursor.Tokens;
            SpeedClock clock = SpeedClock.Start();
            SliceResult slice = trainer.RunSlice(state, examples, options, Steps);
            Speed speed = clock.Stop(slice.Tokens - tokens), flops = speed * (operations * LargeModel.Config.ParameterCount / 1e9);
            Speed after = MatrixProducts.Measure(2048, 576, 1536, 2);
            double products = (before.PerSecond + after.PerSecond) / 2;
            Console.WriteLine(
                $"  {(trainsAdapter ? "adapter of rank 8" : "all weights"),-17} {speed.PerSecond,6:F1} tokens/s x {operations} x {LargeModel.Config.ParameterCount / 1e6:F1} million = {flops.PerSecond,5:F1} GFLOP/s; "
                + $"products [2048, 576] x [576, 1536] {before.PerSecond:F1} and {after.PerSecond:F1}; ratio {flops.PerSecond / products:F3}"
                + $" | per core second {speed.PerCoreSecond:F1} tokens, ratio to one thread's products ({alone.PerCoreSecond:F1}) {flops.PerCoreSecond / alone.PerCoreSecond:F3} | loss {slice.MeanLoss:F3} | peak {PeakMemory.Gibibytes:F2} GiB");
        }
    }
}
