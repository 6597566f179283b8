using System.Collections.Concurrent;
using Tapir.Host.Engine;
using Tapir.Host.Runs;
using Tapir.Orchestrations.Distilling;

namespace Tapir.Host.Serving;

/// <summary>How many runs are worked on, as the hub has it: one that goes on counts whoever let it, here, in another process, or a time limit that ended. One that waits for
/// a person, is paused or suspended, or of which a step is parked, does not.</summary>
internal sealed class RunsAtWork(TapirEngine engine)
{
    // What a run was told shows in the hub when a worker has taken it; until then it seems at rest.
    private static readonly TimeSpan Heeding = TimeSpan.FromSeconds(10);

    private static readonly OrchestrationQuery Open = new(Statuses: [OrchestrationRuntimeStatus.Pending, OrchestrationRuntimeStatus.Running], PageSize: 1_000);

    private readonly ConcurrentDictionary<string, long> told = new(StringComparer.Ordinal);
    private IReadOnlyCollection<string> seen = [];

    /// <summary>Says that a run was told to go on just now.</summary>
    public void GoesOn(string run) => told[run] = engine.Clock.GetTimestamp();

    /// <summary>Counts them, but no further than to <paramref name="enough"/>.</summary>
    public async Task<int> CountAsync(int enough, CancellationToken cancellation)
    {
        HashSet<string> found = new(StringComparer.Ordinal);
        // Those of the last look first: while they are enough, the many that may be at rest need not be looked at.
        await foreach (string run in seen.Concat(told.Keys).ToAsyncEnumerable().Concat(OpenAsync()).WithCancellation(cancellation))
        {
            if (found.Count >= enough)
            {
                break;
            }

            if (!found.Contains(run) && await IsAtWorkAsync(run, cancellation))
            {
                found.Add(run);
            }
        }

        seen = found;
        return found.Count;
    }

    private IAsyncEnumerable<string> OpenAsync() =>
        engine.Client.GetAllInstancesAsync(Open).Where(instance => instance.Name == nameof(Distillation)).Select(instance => instance.InstanceId);

    private async Task<bool> IsAtWorkAsync(string id, CancellationToken cancellation)
    {
        // A folder that is gone, or another machine's run in a hub that is shared: no run of this line.
        string? status = engine.Runs.TryGet(id) is { } run ? (await engine.Monitor.ReadAsync(run, cancellation)).Status : null;
        if (told.TryGetValue(id, out long at) && engine.Clock.GetElapsedTime(at) > Heeding)
        {
            told.TryRemove(id, out _);
        }

        return status == "running" || (status is "paused" or "waiting" or "suspended" && told.ContainsKey(id));
    }
}
