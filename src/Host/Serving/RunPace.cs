using System.Collections.Concurrent;

namespace Tapir.Host.Serving;

/// <summary>How fast runs come on, as far as this process has seen it.</summary>
internal sealed class RunPace(TimeProvider clock)
{
    // Before that, a slice of training that happens to end tells nothing of the speed.
    private static readonly TimeSpan Shortest = TimeSpan.FromSeconds(3);

    private readonly ConcurrentDictionary<string, (long At, double Share)> first = new(StringComparer.Ordinal);

    /// <param name="share">How much of the run is done now, 0 to 1.</param>
    /// <returns>Null while there is nothing to judge by; while a run rests, the time that it rests counts for nothing.</returns>
    public TimeSpan? TimeLeft(string run, string status, double share)
    {
        if (status != "running")
        {
            first.TryRemove(run, out _);
            return null;
        }

        (long at, double shareThen) = first.GetOrAdd(run, _ => (clock.GetTimestamp(), share));
        TimeSpan seen = clock.GetElapsedTime(at);
        return seen >= Shortest && share > shareThen ? seen * ((1 - share) / (share - shareThen)) : null;
    }
}
