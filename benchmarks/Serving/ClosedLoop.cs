using System.Diagnostics;

namespace Tapir.Serving.Benchmarks;

/// <summary>Clients that ask again as soon as they are answered.</summary>
internal static class ClosedLoop
{
    public static async Task<Latencies> RunAsync(HttpClient client, string path, int clients, TimeSpan duration)
    {
        long begun = Stopwatch.GetTimestamp();
        Latencies[] each = await Task.WhenAll(Enumerable.Range(0, clients).Select(_ => Task.Run(AskAsync)));
        return each.Aggregate(new Latencies(), (all, one) => all.Add(one));

        async Task<Latencies> AskAsync()
        {
            Latencies own = new();
            while (Stopwatch.GetElapsedTime(begun) < duration)
            {
                long sent = Stopwatch.GetTimestamp();
                await client.GetByteArrayAsync(path);
                own.Add(Stopwatch.GetElapsedTime(sent));
            }

            return own;
        }
    }
}
