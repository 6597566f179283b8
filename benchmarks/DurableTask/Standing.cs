using System.Diagnostics;
using Tapir.DurableTask.Client;

namespace Tapir.DurableTask.Benchmarks;

/// <summary>What a hub costs that holds much and has little to do.</summary>
internal sealed class Standing(BenchmarkHub hub)
{
    private const int MostStartsAtOnce = 500;

    /// <summary>Share of a core that the sidecar takes with a worker connected and nothing to do.</summary>
    public async Task PrintIdleAsync()
    {
        TimeSpan duration = TimeSpan.FromSeconds(20);
        await Task.Delay(TimeSpan.FromSeconds(3));
        TimeSpan before = hub.Sidecar.ProcessorTime;
        await Task.Delay(duration);
        Console.WriteLine($"idle: {(hub.Sidecar.ProcessorTime - before) / duration:p2} of a core");
    }

    /// <summary>Instances that wait for an event: the sidecar's memory, and how soon an event reaches one.</summary>
    public async Task PrintWaitingAsync(int instances)
    {
        using SemaphoreSlim places = new(MostStartsAtOnce);
        string[] ids = await Task.WhenAll(Enumerable.Range(0, instances).Select(async _ =>
        {
            await places.WaitAsync();
            try
            {
                string id = await hub.Client.ScheduleNewOrchestrationInstanceAsync("wait", 0);
                await hub.Client.WaitForInstanceStartAsync(id);
                return id;
            }
            finally
            {
                places.Release();
            }
        }));
        double memory = hub.Sidecar.MemoryMebibytes;
        List<double> delays = [];
        foreach (string id in ids.Take(500))
        {
            long sent = Stopwatch.GetTimestamp();
            await hub.Client.RaiseEventAsync(id, "go", 1);
            await hub.Client.WaitForInstanceCompletionAsync(id);
            delays.Add(Stopwatch.GetElapsedTime(sent, Workload.Woken[id]).TotalMilliseconds);
        }

        delays.Sort();
        Console.WriteLine($"{instances:n0} waiting instances: the sidecar has {memory:n0} MiB; an event reaches one after {delays[delays.Count / 2]:f2} ms (median; {delays[(int)(delays.Count * 0.99)]:f2} ms at the 99th percentile)");
    }

    /// <summary>A page of completed instances, first and later ones.</summary>
    public async Task PrintPageAsync()
    {
        List<double> times = [];
        for (int repeat = 0; repeat < 100; repeat++)
        {
            long start = Stopwatch.GetTimestamp();
            await foreach (Page<OrchestrationMetadata> page in hub.Client
                .GetAllInstancesAsync(new OrchestrationQuery(Statuses: [OrchestrationRuntimeStatus.Completed], PageSize: 100)).AsPages())
            {
                if (page.Values.Count != 100)
                {
                    throw new InvalidOperationException("A page is not full.");
                }

                break;
            }

            times.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        }

        times.Sort();
        Console.WriteLine($"a page of 100 by status: {times[times.Count / 2]:f1} ms (median), {times[^1]:f1} ms (longest of 100)");
    }
}
