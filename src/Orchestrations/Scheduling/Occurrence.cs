using System.Globalization;

namespace Tapir.Orchestrations.Scheduling;

/// <summary>One start that is due.</summary>
/// <param name="Key">Names it among the starts of its schedule for ever: one occurrence, one run.</param>
/// <param name="At">Its time by the clock, without jitter; for one by hand, when it was asked for. UTC.</param>
public sealed record Occurrence(string Key, DateTimeOffset At, StartCause Cause)
{
    public static Occurrence AtTime(DateTimeOffset time, StartCause cause) =>
        new(time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture), time, cause);

    /// <summary>The key under which the run is recorded, unique among all requests for runs.</summary>
    /// <param name="schedule">The schedule's name.</param>
    public string RequestKey(string schedule) => $"schedule:{schedule}/{Key}";
}
