using System.Globalization;

namespace Tapir.Orchestrations.Scheduling;

/// <summary>One start that is due.</summary>
/// <param name="Key">Names it among the starts of its schedule for ever: one occurrence, one run.</param>
/// <param name="At">Its time by the clock, without jitter; else when it was asked for or seen. UTC.</param>
public sealed record Occurrence(string Key, DateTimeOffset At, StartCause Cause)
{
    /// <value>The data to start from; null for that of the spec.</value>
    public SeedSet? Seed { get; init; }

    /// <summary>The start of a set that has settled: the same content is the same occurrence for ever.</summary>
    public static Occurrence OfData(SeedSet set, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(set);
        return new Occurrence($"set-{set.Digest}", now, StartCause.Data) { Seed = set };
    }

    public static Occurrence AtTime(DateTimeOffset time, StartCause cause) =>
        new(time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture), time, cause);

    /// <summary>The key under which the run is recorded, unique among all requests for runs.</summary>
    /// <param name="schedule">The schedule's name.</param>
    public string RequestKey(string schedule) => $"schedule:{schedule}/{Key}";
}
