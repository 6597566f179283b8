using System.Diagnostics;

namespace Tapir.Serving.Benchmarks;

/// <summary>Requests by the clock, answered or not.</summary>
internal static class OpenLoop
{
    /// <param name="latencies">Each request's delay is added, from the moment at which it should have been sent.</param>
    public static async Task RunAsync(HttpClient client, string path, int perSecond, Latencies latencies, CancellationToken over)
    {
        List<Task> asked = [];
        // A thread of its own: the clock must not wait for a place among the tasks that it starts.
        await Task.Factory.StartNew(
            () =>
            {
                long begun = Stopwatch.GetTimestamp();
                for (long number = 0; !over.IsCancellationRequested; number++)
                {
                    long due = begun + (number * Stopwatch.Frequency / perSecond);
                    TimeSpan wait = Stopwatch.GetElapsedTime(Stopwatch.GetTimestamp(), due);
                    if (wait > TimeSpan.Zero)
                    {
                        Thread.Sleep(wait);
                    }

                    asked.Add(Task.Run(() => AskAsync(due), CancellationToken.None));
                }
            },
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default);
        await Task.WhenAll(asked);

        async Task AskAsync(long due)
        {
            await client.GetByteArrayAsync(path, CancellationToken.None);
            latencies.Add(Stopwatch.GetElapsedTime(due));
        }
    }
}
