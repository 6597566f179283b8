using Tapir.Curriculum.Tasks;

namespace Tapir.Teachers.Tutor.Families;

/// <summary>Conversion between units of length, mass, volume and time.</summary>
internal sealed class UnitsFamily() : ParsedFamily<UnitsFamily.Quantity>(
    "physics.units",
    TaskLabels.Physics,
    "Convert units. Levels: metric, up to 20; metric, up to 999; from the smaller unit; two metric units together; units of time.",
    "Convert {0} to {1}.", "How many {1} are {0}?", "Express {0} in {1}.", "Change {0} into {1}.")
{
    private sealed record Pair(string Large, string Small, int Factor, bool Metric);

    private static readonly Pair[] Pairs =
    [
        new("km", "m", 1000, true), new("m", "cm", 100, true), new("cm", "mm", 10, true), new("kg", "g", 1000, true), new("t", "kg", 1000, true),
        new("l", "ml", 1000, true), new("hours", "minutes", 60, false), new("minutes", "seconds", 60, false), new("days", "hours", 24, false),
        new("weeks", "days", 7, false), new("years", "months", 12, false),
    ];

    private static readonly Pair[] Metric = [.. Pairs.Where(p => p.Metric)];
    private static readonly Pair[] Time = [.. Pairs.Where(p => !p.Metric)];

    /// <summary>A large and a small part, either of which may be 0, and the unit wanted.</summary>
    internal sealed record Quantity(int Large, string LargeUnit, int Small, string SmallUnit, bool ToLarge);

    protected override Quantity Draw(TutorRandom random, int level)
    {
        Pair pair = random.Pick(level == 5 ? Time : Metric);
        return level switch
        {
            1 => new Quantity(random.Next(1, 20), pair.Large, 0, pair.Small, false),
            2 => new Quantity(random.Next(21, 999), pair.Large, 0, pair.Small, false),
            3 => new Quantity(0, pair.Large, random.Next(1, 999) * pair.Factor, pair.Small, true),
            4 => new Quantity(random.Next(1, 99), pair.Large, random.Next(1, pair.Factor - 1), pair.Small, false),
            _ => new Quantity(random.Next(2, 150), pair.Large, 0, pair.Small, false),
        };
    }

    protected override int LevelOf(Quantity task)
    {
        Pair? pair = PairOf(task);
        return (pair?.Metric, task.ToLarge, task.Large, task.Small) switch
        {
            (true, true, 0, > 0) => task.Small % pair.Factor == 0 && task.Small / pair.Factor <= 999 ? 3 : 0,
            (true, false, > 0 and <= 20, 0) => 1,
            (true, false, > 20 and <= 999, 0) => 2,
            (true, false, > 0 and <= 99, > 0) => task.Small < pair.Factor ? 4 : 0,
            (false, false, > 1 and <= 150, 0) => 5,
            _ => 0,
        };
    }

    protected override string[] Fill(Quantity task)
    {
        string large = $"{task.Large} {task.LargeUnit}";
        string small = $"{task.Small} {task.SmallUnit}";
        return
        [
            task.Small == 0 ? large : task.Large == 0 ? small : $"{large} {small}",
            task.ToLarge ? task.LargeUnit : task.SmallUnit,
        ];
    }

    protected override Quantity? Read(string[] slots)
    {
        string[] words = slots[0].Split(' ');
        if (words.Length is not (2 or 4) || Numerals.Read(words[0]) is not { } first)
        {
            return null;
        }

        if (words.Length == 4)
        {
            return words[3] == slots[1] && Numerals.Read(words[2]) is { } second ? new Quantity(first, words[1], second, words[3], false) : null;
        }

        Quantity down = new(first, words[1], 0, slots[1], false);
        return PairOf(down) is not null ? down : new Quantity(0, slots[1], first, words[1], true);
    }

    protected override Solution Solve(Quantity task)
    {
        int factor = PairOf(task)!.Factor;
        string fact = $"1 {task.LargeUnit.TrimEnd('s')} = {factor} {task.SmallUnit}";
        if (task.ToLarge)
        {
            return new Solution([fact, $"{task.Small}/{factor}={task.Small / factor}"], $"{task.Small / factor}");
        }

        int product = task.Large * factor;
        List<string> steps = [fact, .. Times(task.Large, factor)];
        if (task.Small > 0)
        {
            steps.Add($"{product}+{task.Small}={product + task.Small}");
        }

        return new Solution(steps, $"{product + task.Small}");
    }

    private static string[] Times(int number, int factor)
    {
        (int tens, int ones) = (factor / 10 * 10, factor % 10);
        return factor < 10 || ones == 0
            ? [$"{number}*{factor}={number * factor}"]
            : [$"{number}*{tens}={number * tens}", $"{number}*{ones}={number * ones}", $"{number * tens}+{number * ones}={number * factor}"];
    }

    private static Pair? PairOf(Quantity task) => Array.Find(Pairs, p => p.Large == task.LargeUnit && p.Small == task.SmallUnit);
}
