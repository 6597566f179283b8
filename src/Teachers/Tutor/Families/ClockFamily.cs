using Tapir.Curriculum.Tasks;

namespace Tapir.Teachers.Tutor.Families;

/// <summary>Time of day, 24 hours: so much later or earlier.</summary>
internal sealed class ClockFamily() : ParsedFamily<ClockFamily.Shift>(
    "commonsense.clock",
    TaskLabels.CommonSense,
    "What time is it then? Levels: hours later; minutes later within the hour; past the hour; hours and minutes later; minutes earlier past the hour.",
    "It is {0}. What time is it {1}?", "The clock shows {0}. What does it show {1}?", "Tell the time {1}, if it is {0} now.")
{
    internal sealed record Shift(int Hour, int Minute, int Hours, int Minutes, bool Later);

    protected override Shift Draw(TutorRandom random, int level)
    {
        int hour = random.Next(1, 20);
        int minute = random.Next(1, 58);
        return level switch
        {
            1 => new Shift(hour, 0, random.Next(1, 23 - hour), 0, true),
            2 => new Shift(hour, minute, 0, random.Next(1, 59 - minute), true),
            3 => new Shift(hour, minute, 0, random.Next(60 - minute, 59), true),
            4 => new Shift(hour, minute, random.Next(1, 22 - hour), random.Next(1, 59), true),
            _ => new Shift(hour, minute, 0, random.Next(minute + 1, 59), false),
        };
    }

    protected override int LevelOf(Shift task)
    {
        (int hour, int minute, int hours, int minutes, bool later) = task;
        int end = (hour * 60) + minute + ((later ? 1 : -1) * ((hours * 60) + minutes));
        if (hour > 23 || minute > 59 || minutes > 59 || end is < 0 or >= 24 * 60 || hours + minutes == 0)
        {
            return 0;
        }

        return (later, hours, minutes) switch
        {
            (true, > 0, 0) when minute == 0 => 1,
            (true, 0, _) => minute + minutes < 60 ? 2 : 3,
            (true, > 0, > 0) => 4,
            (false, 0, _) when minutes > minute => 5,
            _ => 0,
        };
    }

    protected override string[] Fill(Shift task)
    {
        string[] parts = [Count(task.Hours, "hour"), Count(task.Minutes, "minute")];
        return [Show(task.Hour, task.Minute), $"{string.Join(" and ", parts.Where(p => p.Length > 0))} {(task.Later ? "later" : "earlier")}"];
    }

    protected override Shift? Read(string[] slots)
    {
        string[] clock = slots[0].Split(':');
        string[] words = slots[1].Split(' ');
        if (clock.Length != 2 || Numerals.Read(clock[0]) is not { } hour || Numerals.Read(clock[1]) is not { } minute
            || words.Length is not (3 or 6) || Numerals.Read(words[0]) is not { } first)
        {
            return null;
        }

        bool later = words[^1] == "later";
        if (words.Length == 6)
        {
            return Numerals.Read(words[3]) is { } second ? new Shift(hour, minute, first, second, later) : null;
        }

        return words[1].StartsWith("hour", StringComparison.Ordinal)
            ? new Shift(hour, minute, first, 0, later)
            : new Shift(hour, minute, 0, first, later);
    }

    protected override Solution Solve(Shift task)
    {
        (int hour, int minute, int hours, int minutes, bool later) = task;
        List<string> steps = [];
        if (minutes > 0)
        {
            int sum = later ? minute + minutes : minute + 60 - minutes;
            steps.Add(later ? $"{minute}+{minutes}={sum}" : $"{minute}+60-{minutes}={sum}");
            if (later && sum >= 60)
            {
                hours++;
                steps.Add($"{sum}-60={sum - 60}");
                sum -= 60;
            }

            minute = sum;
            hours = later ? hours : -1;
        }

        if (hours != 0)
        {
            steps.Add($"{hour}{(hours < 0 ? '-' : '+')}{Math.Abs(hours)}={hour + hours}");
        }

        return new Solution(steps, Show(hour + hours, minute));
    }

    private static string Show(int hour, int minute) => $"{hour}:{minute:00}";

    private static string Count(int number, string unit) => number == 0 ? string.Empty : number == 1 ? $"1 {unit}" : $"{number} {unit}s";
}
