using System.Diagnostics;

namespace Tapir.Models.Benchmarks;

internal sealed class SpeedClock
{
    private readonly Stopwatch wall = Stopwatch.StartNew();
    private readonly TimeSpan processor = Processor();

    public static SpeedClock Start() => new();

    public Speed Stop(double work) => new(work / wall.Elapsed.TotalSeconds, work / (Processor() - processor).TotalSeconds);

    private static TimeSpan Processor()
    {
        using Process self = Process.GetCurrentProcess();
        return self.TotalProcessorTime;
    }
}
