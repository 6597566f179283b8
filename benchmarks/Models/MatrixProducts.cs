using System.Diagnostics;
using TorchSharp;

namespace Tapir.Models.Benchmarks;

internal static class MatrixProducts
{
    /// <summary>Speed of <c>[rows, depth] x [depth, columns]</c> in float32 on some threads, as libtorch runs it for anybody.</summary>
    public static Speed Measure(int rows, int depth, int columns, int threads)
    {
        torch.set_num_threads(threads);
        try
        {
            using torch.Tensor a = torch.rand(rows, depth), b = torch.rand(depth, columns), c = torch.zeros(rows, columns);
            void Multiply() => c.addmm_(a, b, 0, 1);
            for (int i = 0; i < 20; i++)
            {
                Multiply();
            }

            int count = 0;
            SpeedClock clock = SpeedClock.Start();
            Stopwatch watch = Stopwatch.StartNew();
            for (; watch.Elapsed.TotalSeconds < 0.7; count++)
            {
                Multiply();
            }

            return clock.Stop(2.0 * rows * depth * columns * count / 1e9);
        }
        finally
        {
            torch.set_num_threads(1);
        }
    }
}
