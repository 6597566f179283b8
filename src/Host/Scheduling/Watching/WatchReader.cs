using Tapir.Host.Specs;
using Tapir.Orchestrations.Scheduling;

namespace Tapir.Host.Scheduling.Watching;

/// <summary>Makes the trigger of a schedule that watches files.</summary>
internal static class WatchReader
{
    private static readonly TimeSpan Shortest = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Longest = TimeSpan.FromDays(1);

    /// <param name="place">What it watches, as it was written.</param>
    /// <param name="source">A folder that a command names has to be there; one that host.json names may be mounted later.</param>
    /// <param name="refusalOf">Why something may not be watched that was written so; null where it may.</param>
    /// <param name="fail">Told of each key that is wrong, and why.</param>
    public static WatchTrigger Read(ScheduleSettings settings, string place, ScheduleSource source, Func<WatchedAddress, string, string?> refusalOf, Action<string, string> fail)
    {
        AssertNoClock(settings, fail);
        WatchTrigger trigger = new(Settle(place, source, refusalOf, fail))
        {
            Pattern = settings.Pattern ?? WatchTrigger.DataFiles,
            Settle = settings.Settle ?? WatchTrigger.UsualSettle,
            Every = settings.Every ?? WatchTrigger.UsualEvery,
        };
        AssertInRange("settle", trigger.Settle, fail);
        AssertInRange("every", trigger.Every, fail);
        if (trigger.Pattern.Contains('/', StringComparison.Ordinal) || string.IsNullOrWhiteSpace(trigger.Pattern.Replace(',', ' ')))
        {
            fail("pattern", $"'{trigger.Pattern}' is no pattern of file names; write one as in *.jsonl, or several separated by commas, without folders");
        }

        return trigger;
    }

    private static string Settle(string place, ScheduleSource source, Func<WatchedAddress, string, string?> refusalOf, Action<string, string> fail)
    {
        WatchedAddress address;
        try
        {
            address = WatchedAddress.Parse(place, Environment.CurrentDirectory);
        }
        catch (FormatException wrong)
        {
            fail("watch", wrong.Message);
            return place;
        }

        if (refusalOf(address, place) is { } refusal)
        {
            fail("watch", refusal);
        }
        else if (source == ScheduleSource.Command && address is WatchedAddress.Folder { Path: var path } && !Directory.Exists(path))
        {
            fail("watch", $"there is no folder '{path}'; make it first");
        }

        return $"{address}";
    }

    private static void AssertNoClock(ScheduleSettings settings, Action<string, string> fail)
    {
        (string Key, bool IsGiven)[] keys = [("start", settings.Start is not null), ("end", settings.End is not null), ("jitter", settings.Jitter > TimeSpan.Zero)];
        foreach ((string key, _) in keys.Where(key => key.IsGiven))
        {
            fail(key, $"'{key}' goes with 'cron', and this schedule watches files; leave it out");
        }
    }

    private static void AssertInRange(string key, TimeSpan time, Action<string, string> fail)
    {
        if (time < Shortest || time > Longest)
        {
            fail(key, $"'{key}' must be between {Duration.Write(Shortest)} and {Duration.Write(Longest)}; it is {Duration.Write(time)}");
        }
    }
}
