using System.Globalization;
using Tapir.Host.Results;
using Tapir.Host.Scheduling;

namespace Tapir.Host.Commands.Schedules;

/// <summary>A schedule on standard output, for people and as JSON.</summary>
internal static class ScheduleText
{
    public static void Write(ScheduleDocument schedule, bool asJson) => Console.WriteLine(asJson ? ResultJson.Of(schedule) : Text(schedule));

    private static string Text(ScheduleDocument schedule)
    {
        List<string> lines = [$"{schedule.Name}: {schedule.Status}"];
        void Add(string key, string? value)
        {
            if (value is not null)
            {
                lines.Add($"  {key,-9}{value}");
            }
        }

        Add("runs", $"{schedule.Run} ({schedule.Spec})");
        Add("when", schedule.Cron is { } cron ? $"{cron} {schedule.TimeZone}{(schedule.Jitter is { } jitter ? $", up to {jitter} later" : "")}" : null);
        if (schedule.Watch is { } watch)
        {
            Add("watches", $"{watch.Place} ({watch.Pattern}), every {watch.Every}; settled after {watch.Settle}");
            Add("saw", watch.LookedAt is { } looked ? $"{Local(looked, "UTC")}: {watch.Describe()}" : "nothing yet");
            Add("last set", watch.LastSet is { } set ? $"{Count(set.Files, "file")}, {Count(set.Rows, "row")}{(set.RowsRejected > 0 ? $" and {set.RowsRejected} that cannot be used" : "")}: {set.Name}" : null);
        }

        Add("from", schedule.Start is { } start ? Local(start, schedule.TimeZone) : null);
        Add("until", schedule.End is { } end ? Local(end, schedule.TimeZone) : null);
        Add("overlap", schedule.Overlap);
        Add("missed", schedule.MissedLimit is { } most ? $"{schedule.Missed}, up to {most}" : schedule.Missed);
        foreach ((int index, DateTimeOffset time) in schedule.Upcoming.Index())
        {
            Add(index == 0 ? "next" : "", Local(time, schedule.TimeZone));
        }

        Add("waiting", schedule.Waiting > 0 ? schedule.Waiting.ToString(CultureInfo.InvariantCulture) : null);
        Add("last run", schedule.LastRun);
        Add("last", schedule.LastAttempt is { } attempt ? $"{Local(attempt.Time, schedule.TimeZone)}: {attempt.Describe()}" : null);
        Add("problem", schedule.Problem);
        return string.Join(Environment.NewLine, lines);
    }

    private static string Count(int number, string what) => string.Create(CultureInfo.InvariantCulture, $"{number} {what}{(number == 1 ? "" : "s")}");

    private static string Local(DateTimeOffset time, string? timeZone)
    {
        try
        {
            return TimeZoneInfo.ConvertTimeBySystemTimeZoneId(time, timeZone ?? "UTC").ToString("ddd yyyy-MM-dd HH:mm:ss K", CultureInfo.InvariantCulture);
        }
        catch (TimeZoneNotFoundException)
        {
            // Known to the machine that works on it; shown here in UTC.
            return time.UtcDateTime.ToString("ddd yyyy-MM-dd HH:mm:ss K", CultureInfo.InvariantCulture);
        }
    }
}
