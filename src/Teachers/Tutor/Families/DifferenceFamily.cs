using Tapir.Curriculum.Tasks;

namespace Tapir.Teachers.Tutor.Families;

/// <summary>Subtraction without negative results, worked column by column from the right with the borrow written out.</summary>
internal sealed class DifferenceFamily() : ParsedFamily<int[]>(
    "math.difference",
    TaskLabels.Math,
    "Subtract whole numbers. Levels: basic facts up to 18 - 9; 2 - 1 digits; 2 - 2 digits; 3 - 2 or 3 digits; 3 digits minus two numbers.",
    "What is {0}?", "Subtract {2} from {1}.", "Work out {0}.", "Take {2} away from {1}.")
{
    protected override int[] Draw(TutorRandom random, int level)
    {
        switch (level)
        {
            case 1:
                int take = random.Next(0, 9);
                return [take + random.Next(0, 9), take];
            case 2:
                int one = random.Next(1, 9);
                return [random.Next(10 + one, 99), one];
            case 3:
                int two = random.Next(10, 99);
                return [random.Next(two, 99), two];
            case 4:
                int three = Numerals.OfDigits(random, random.Next(2, 3));
                return [random.Next(Math.Max(100, three), 999), three];
            default:
                int first = random.Next(10, 499);
                int second = random.Next(10, 499);
                return [random.Next(Math.Max(100, first + second), 999), first, second];
        }
    }

    protected override int LevelOf(int[] task)
    {
        if (task.Length is < 2 or > 3 || task[0] > 999 || task[0] < task.Skip(1).Sum())
        {
            return 0;
        }

        if (task.Length == 3)
        {
            return task[0] >= 100 ? 5 : 0;
        }

        return (task[0], task[1]) switch
        {
            ( < 19, < 10) when task[0] - task[1] < 10 => 1,
            ( < 100, < 10) => 2,
            ( < 100, _) => 3,
            (_, >= 10) => 4,
            _ => 0,
        };
    }

    protected override string[] Fill(int[] task) => [string.Join(" - ", task), $"{task[0]}", string.Join(" and ", task[1..])];

    protected override int[]? Read(string[] slots) =>
        Numerals.ReadAll(slots[0].Length > 0 ? slots[0].Split(" - ") : [slots[1], .. slots[2].Split(" and ")]);

    protected override Solution Solve(int[] task)
    {
        List<string> steps = [];
        int rest = task[0];
        foreach (int take in task[1..])
        {
            steps.AddRange(Columns(rest, take));
            rest -= take;
        }

        return new Solution(steps, $"{rest}");
    }

    private static IEnumerable<string> Columns(int from, int take)
    {
        string written = string.Empty;
        int borrow = 0;
        // A basic fact (14 - 8) is one column whose upper figure has two digits.
        int places = from - take < 10 && from < 19 && take < 10 ? 1 : Numerals.Digits(from);
        for (int place = 0; place < places; place++)
        {
            int lower = Numerals.Digit(take, place);
            int upper = places == 1 ? from : Numerals.Digit(from, place);
            int lent = upper < lower + borrow ? 10 : 0;
            int digit = upper + lent - lower - borrow;
            written = digit + written;
            yield return $"{upper + lent}-{lower}-{borrow}={digit} -> {written}";
            borrow = lent / 10;
        }
    }
}
