using System.Diagnostics;

namespace Tapir.DurableTask.Benchmarks;

/// <summary>How much work goes through a hub. Each figure is taken over at least ten seconds.</summary>
internal sealed class Throughput(BenchmarkHub hub)
{
    private static readonly TimeSpan Least = TimeSpan.FromSeconds(10);

    public async Task PrintAsync(string when)
    {
        double beside = await RateAsync("chain", steps: 100, instances: 10);
        double alone = await RateAsync("chain", steps: 1000, instances: 1);
        double slowdown = LastHundredToFirst();
        double fan = 1000 / await RateAsync("fan", steps: 1000, instances: 1);
        double starts = await RateAsync("nothing", steps: 1, instances: 10_000);
        Console.WriteLine(
            $"{when}: ten chains of 100 {beside:n0} steps/s; one chain of 1,000 {alone:n0} steps/s, its last hundred at {slowdown:p0} of the first's speed; "
            + $"fan-out of 1,000 and fan-in {fan:f3} s; 10,000 instances {starts:n0}/s");
    }

    private static double LastHundredToFirst()
    {
        double first = Workload.Steps[100] - Workload.Steps[0];
        return first / (Workload.Steps[999] - Workload.Steps[899]);
    }

    private async Task<double> RateAsync(string orchestrator, int steps, int instances)
    {
        long start = Stopwatch.GetTimestamp();
        TimeSpan worked = TimeSpan.Zero;
        long done = 0;
        do
        {
            worked += await hub.TimeAsync(orchestrator, steps, instances);
            done += (long)steps * instances;
        }
        while (Stopwatch.GetElapsedTime(start) < Least);
        return done / worked.TotalSeconds;
    }
}
