namespace Tapir.Orchestrations.Scheduling;

/// <summary>What is due on a cron schedule at a moment, and when to look again. Pure: the same question has the same answer.</summary>
public static class CronLook
{
    /// <summary>The newest start that is due is made up for as a missed one when it is later than this.</summary>
    public static readonly TimeSpan Grace = TimeSpan.FromMinutes(1);

    private const int Shown = 5;

    /// <param name="times">The times of <paramref name="trigger"/>.</param>
    /// <param name="name">The schedule's name.</param>
    /// <param name="cursor">Starts up to then have been dealt with.</param>
    /// <param name="now">Now.</param>
    public static Look At(CronTimes times, CronTrigger trigger, string name, DateTimeOffset cursor, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(times);
        ArgumentNullException.ThrowIfNull(trigger);
        List<DateTimeOffset> passed = [.. times.Latest(cursor, now, trigger.MissedLimit + 2)];
        // Delays are shorter than the gap to the next time, so only the newest one may be still to come.
        DateTimeOffset? delayed = passed.Count > 0 && FiresAt(passed[^1]) > now ? passed[^1] : null;
        if (delayed is not null)
        {
            passed.RemoveAt(passed.Count - 1);
        }

        IEnumerable<DateTimeOffset> coming = delayed is { } first ? times.After(now).Prepend(first) : times.After(now);
        DateTimeOffset[] upcoming = [.. coming.Take(Shown).Select(FiresAt)];
        return new Look(Due(passed, trigger, now - FiresAtLast()), passed.Count > 0 ? passed[^1] : cursor, upcoming.Length > 0 ? upcoming[0] : null, upcoming);

        DateTimeOffset FiresAt(DateTimeOffset time)
        {
            // The last time has none after it that would bound its delay.
            TimeSpan gap = times.Next(time) is { } next ? next - time : CronTrigger.LongestJitter;
            return time + StartDelay.Of(name, time, trigger.Jitter < gap ? trigger.Jitter : gap);
        }

        DateTimeOffset FiresAtLast() => passed.Count > 0 ? FiresAt(passed[^1]) : now;
    }

    private static IReadOnlyList<Occurrence> Due(List<DateTimeOffset> passed, CronTrigger trigger, TimeSpan late)
    {
        bool isOnTime = passed.Count > 0 && late <= Grace;
        IEnumerable<DateTimeOffset> missed = isOnTime ? passed.SkipLast(1) : passed;
        int madeUp = trigger.Missed switch
        {
            MissedPolicy.Skip => 0,
            // The start that is on time makes up for those before it.
            MissedPolicy.Once => isOnTime ? 0 : 1,
            _ => trigger.MissedLimit,
        };
        IEnumerable<Occurrence> due = missed.TakeLast(madeUp).Select(time => Occurrence.AtTime(time, StartCause.Missed));
        return [.. isOnTime ? due.Append(Occurrence.AtTime(passed[^1], StartCause.Clock)) : due];
    }
}
