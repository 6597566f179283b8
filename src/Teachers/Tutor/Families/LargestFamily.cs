using Tapir.Curriculum.Tasks;

namespace Tapir.Teachers.Tutor.Families;

/// <summary>The largest or smallest of some numbers, worked as a running best.</summary>
internal sealed class LargestFamily() : ParsedFamily<LargestFamily.Choice>(
    "math.largest",
    TaskLabels.Math,
    "The largest or smallest of some numbers. Levels: two, three, four numbers of 2 digits; four, five numbers of 3 digits.",
    "Which is the {0}: {1}?", "Find the {0} number: {1}.", "Which number is the {0} of {1}?")
{
    internal sealed record Choice(bool Largest, int[] Numbers);

    protected override Choice Draw(TutorRandom random, int level)
    {
        int count = level < 4 ? level + 1 : level;
        HashSet<int> numbers = [];
        while (numbers.Count < count)
        {
            numbers.Add(Numerals.OfDigits(random, level < 4 ? 2 : 3));
        }

        return new Choice(random.Flip(), [.. numbers]);
    }

    protected override int LevelOf(Choice task)
    {
        int digits = Numerals.Digits(task.Numbers.Max());
        if (Numerals.Digits(task.Numbers.Min()) != digits || task.Numbers.Distinct().Count() != task.Numbers.Length)
        {
            return 0;
        }

        return (task.Numbers.Length, digits) switch
        {
            (2 or 3 or 4, 2) => task.Numbers.Length - 1,
            (4 or 5, 3) => task.Numbers.Length,
            _ => 0,
        };
    }

    protected override string[] Fill(Choice task) => [task.Largest ? "largest" : "smallest", string.Join(", ", task.Numbers)];

    protected override Choice? Read(string[] slots) =>
        Numerals.ReadAll(slots[1].Split(", ")) is { } numbers ? new Choice(slots[0] == "largest", numbers) : null;

    protected override Solution Solve(Choice task)
    {
        List<string> steps = [];
        int best = task.Numbers[0];
        foreach (int next in task.Numbers[1..])
        {
            int better = task.Largest ? Math.Max(best, next) : Math.Min(best, next);
            steps.Add($"{best} {next} -> {better}");
            best = better;
        }

        return new Solution(steps, $"{best}");
    }
}
