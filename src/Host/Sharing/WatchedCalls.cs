using System.Collections.Concurrent;
using Tapir.Functions;

namespace Tapir.Host.Sharing;

/// <summary>Shows calls that run on other machines to those who watch the ones of this process. Those of a worker that vanished are shown as interrupted.</summary>
/// <param name="observer">Who watches.</param>
internal sealed class WatchedCalls(ICallObserver observer, TimeProvider clock)
{
    private readonly ConcurrentDictionary<Guid, (Call Call, string Worker)> open = new();
    private readonly ConcurrentDictionary<string, long> seen = new(StringComparer.Ordinal);

    /// <summary>A worker's sign of life.</summary>
    public void Seen(string worker) => seen[worker] = clock.GetTimestamp();

    public void Started(string worker, Call call)
    {
        Seen(worker);
        // A note that was sent again is no second call.
        if (open.TryAdd(call.Id, (call, worker)))
        {
            observer.Started(call);
        }
    }

    public void Progressed(Call call, CallProgress progress)
    {
        if (open.ContainsKey(call.Id))
        {
            observer.Progressed(call, progress);
        }
    }

    public void Finished(Call call, CallEnd end)
    {
        if (open.TryRemove(call.Id, out _))
        {
            observer.Finished(call, end);
        }
    }

    /// <summary>Lets go of workers that have been silent for longer than this.</summary>
    public void EndSilent(TimeSpan silence)
    {
        foreach ((string worker, long last) in seen)
        {
            if (clock.GetElapsedTime(last) > silence && seen.TryRemove(worker, out _))
            {
                Interrupt(worker);
            }
        }
    }

    private void Interrupt(string worker)
    {
        DateTimeOffset now = clock.GetUtcNow();
        foreach ((Call call, _) in open.Values.Where(entry => entry.Worker == worker))
        {
            Finished(call, new CallEnd(CallOutcome.Interrupted, now, now - call.StartedAt));
        }
    }
}
