using System.ComponentModel.DataAnnotations;
using System.Reflection;
using Tapir.Activities.Scheduling;
using Tapir.Host.Scheduling.Watching;
using Tapir.Host.Specs;
using Tapir.Orchestrations.Scheduling;
using Tapir.Orchestrations.Specs;

namespace Tapir.Host.Scheduling;

/// <summary>Makes a schedule of its settings: reads the spec, checks the times or the place.</summary>
internal static class ScheduleReader
{
    /// <param name="specOf">Reads its spec; what is wrong there is told as wrong with the key 'spec'.</param>
    /// <param name="refusalOf">Why something may not be watched that was written so; null where it may.</param>
    /// <param name="locate">Where the value of a key was written, such as a line of <c>host.json</c> or an option: an error there, with the message given.</param>
    /// <exception cref="SpecException">Anything is wrong; all of it is listed.</exception>
    public static ScheduleDefinition Read(
        ScheduleSettings settings,
        ScheduleSource source,
        DateTimeOffset now,
        Func<ScheduleSettings, ScheduledSpec> specOf,
        Func<WatchedAddress, string, string?> refusalOf,
        Func<string, string, SpecError> locate)
    {
        List<SpecError> errors = [.. Broken(settings).Select(rule => locate(rule.Key, rule.Message))];
        ScheduleTrigger? trigger = ReadTrigger(settings, source, now, refusalOf, (key, message) => errors.Add(locate(key, message)));
        ScheduledSpec? spec = ReadSpec(settings, specOf, locate, errors);
        return errors.Count == 0
            ? new ScheduleDefinition(settings.Name, spec!.Spec, trigger!) { Overlap = settings.Overlap ?? UsualOverlap(trigger!), Source = source, SpecFile = spec.From }
            : throw new SpecException(errors);
    }

    // What host.json holds has been checked when it was read; what a command names has not.
    private static IEnumerable<(string Key, string Message)> Broken(ScheduleSettings settings)
    {
        foreach ((string key, PropertyInfo property) in YamlBinder.KeysOf(typeof(ScheduleSettings)))
        {
            object? value = property.GetValue(settings);
            foreach (ValidationAttribute rule in property.GetCustomAttributes<ValidationAttribute>().Where(rule => !rule.IsValid(value)))
            {
                yield return (key, $"'{value}': {(rule is RangeAttribute range ? $"must be {RangeWording.Of(range, "between {0} and {1}")}" : rule.ErrorMessage)}");
            }
        }
    }

    // Files that are left out do not come a second time; a time does.
    private static OverlapPolicy UsualOverlap(ScheduleTrigger trigger) => trigger is WatchTrigger ? OverlapPolicy.Queue : OverlapPolicy.Skip;

    private static ScheduleTrigger? ReadTrigger(
        ScheduleSettings settings, ScheduleSource source, DateTimeOffset now, Func<WatchedAddress, string, string?> refusalOf, Action<string, string> fail)
    {
        switch (settings)
        {
            case { Cron: not null, Watch: not null }:
                fail("watch", "a schedule has 'cron' or 'watch', not both; make two of them");
                return null;
            case { Cron: { } cron }:
                AssertNoFiles(settings, fail);
                return ReadCron(settings, cron, now, fail);
            case { Watch: { } place }:
                return WatchReader.Read(settings, place, source, refusalOf, fail);
            default:
                fail("", "a schedule needs 'cron', when to start, as in '30 2 * * *', or 'watch', the folder whose new files start it");
                return null;
        }
    }

    private static void AssertNoFiles(ScheduleSettings settings, Action<string, string> fail)
    {
        (string Key, bool IsGiven)[] keys = [("pattern", settings.Pattern is not null), ("settle", settings.Settle is not null), ("every", settings.Every is not null)];
        foreach ((string key, _) in keys.Where(key => key.IsGiven))
        {
            fail(key, $"'{key}' goes with 'watch', and this schedule goes by the clock; leave it out");
        }
    }

    private static CronTrigger? ReadCron(ScheduleSettings settings, string cron, DateTimeOffset now, Action<string, string> fail)
    {
        TimeZoneInfo zone = TimeZoneInfo.Utc;
        try
        {
            zone = TimeZones.Find(settings.TimeZone);
        }
        catch (TimeZoneNotFoundException unknown)
        {
            string hint = NearestKey.Of(settings.TimeZone, TimeZones.Names) is { } nearest ? $" Did you mean '{nearest}'?" : "";
            fail("timeZone", unknown.Message + hint);
        }

        DateTimeOffset? start = ReadTime("start", settings.Start, zone, fail);
        DateTimeOffset? end = ReadTime("end", settings.End, zone, fail);
        if (end < start)
        {
            fail("end", $"'end' ({settings.End}) is before 'start' ({settings.Start})");
            return null;
        }

        if (settings.Jitter > CronTrigger.LongestJitter)
        {
            fail("jitter", $"'jitter' must be at most {Duration.Write(CronTrigger.LongestJitter)}; it is {Duration.Write(settings.Jitter)}");
        }

        CronTrigger trigger = new(cron, settings.TimeZone) { Start = start, End = end, Missed = settings.Missed, MissedLimit = settings.MissedLimit, Jitter = settings.Jitter };
        try
        {
            if (CronTimes.Of(trigger, zone).Next(now) is null)
            {
                fail("cron", $"'{cron}' never fires{Between(settings, end is { } over && over <= now)}");
            }
        }
        catch (CronException problem)
        {
            fail("cron", problem.Message);
        }

        return trigger;
    }

    private static string Between(ScheduleSettings settings, bool isOver) => (settings.Start, settings.End) switch
    {
        (_, { } end) when isOver => $": its end, {end}, has passed",
        ({ } start, { } end) => $" between {start} and {end}",
        (_, { } end) => $" until {end}",
        _ => ": there is no such day",
    };

    private static DateTimeOffset? ReadTime(string key, string? text, TimeZoneInfo zone, Action<string, string> fail)
    {
        if (text is null)
        {
            return null;
        }

        try
        {
            return ScheduleTime.Parse(text, zone);
        }
        catch (FormatException problem)
        {
            fail(key, problem.Message);
            return null;
        }
    }

    private static ScheduledSpec? ReadSpec(ScheduleSettings settings, Func<ScheduleSettings, ScheduledSpec> specOf, Func<string, string, SpecError> locate, List<SpecError> errors)
    {
        try
        {
            ScheduledSpec spec = specOf(settings);
            if (settings.Watch is not null && spec.Spec.Judge.Kind == JudgeKind.Tutor)
            {
                errors.Add(locate("spec", $"{spec.From}: 'judge.kind' is tutor, which can only grade its own tasks; for watched files write reference or teacher"));
            }

            return spec;
        }
        catch (SpecException problem)
        {
            // What is wrong lies in another file than the schedule: both places are named.
            errors.AddRange(problem.Errors.Select(error => locate("spec", error.ToString())));
            return null;
        }
    }
}
