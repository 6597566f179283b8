using System.Collections.Concurrent;
using System.Text.Json;
using Tapir.Host.Sharing;
using Tapir.Host.Sharing.Wire;
using Tapir.Host.State;

namespace Tapir.Host.Joining;

/// <summary>What the machine of the state folder knows of runs, asked again after some seconds, so that a change soon holds here.</summary>
internal sealed class HomeRuns(Sharing.Wire.Sharing.SharingClient client, HomePatience patience, TimeProvider clock, CancellationToken stopping)
{
    private static readonly TimeSpan Freshness = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<string, (long At, Task<SharedRun> Run)> known = new(StringComparer.Ordinal);

    /// <summary>A run by its id. Asked where nothing can be awaited, and seldom, so it blocks.</summary>
    public SharedRun Of(string run) => known.AddOrUpdate(run, Ask, (_, before) => IsFresh(before) ? before : Ask(run)).Run.GetAwaiter().GetResult();

    private bool IsFresh((long At, Task<SharedRun> Run) entry) => !entry.Run.IsFaulted && !entry.Run.IsCanceled && clock.GetElapsedTime(entry.At) < Freshness;

    private (long At, Task<SharedRun> Run) Ask(string run) => (clock.GetTimestamp(), Task.Run(() => AskAsync(run)));

    private async Task<SharedRun> AskAsync(string run)
    {
        DescribeRunReply reply = await patience.RunAsync(
            nameof(client.DescribeRun), async () => await client.DescribeRunAsync(new DescribeRunRequest { Run = run }, cancellationToken: stopping), stopping);
        return JsonSerializer.Deserialize<SharedRun>(reply.RunJson, StateJson.Options)!;
    }
}
