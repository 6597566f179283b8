using Tapir.Curriculum.Tasks;

namespace Tapir.Teachers.Tutor.Families;

/// <summary>Addition, worked column by column from the right: both digits, the carry, and the result so far.</summary>
internal sealed class SumFamily() : ParsedFamily<int[]>(
    "math.sum",
    TaskLabels.Math,
    "Add whole numbers. Levels: 1 + 1 digit; 2 + 1 digits; 2 + 2 digits; 3 + 2 or 3 digits; three numbers of up to 3 digits.",
    "What is {0}?", "Add {1}.", "Work out {0}.", "Find the sum of {1}.")
{
    protected override int[] Draw(TutorRandom random, int level)
    {
        int[] numbers = level switch
        {
            1 => [random.Next(0, 9), random.Next(0, 9)],
            2 => [Numerals.OfDigits(random, 2), random.Next(0, 9)],
            3 => [Numerals.OfDigits(random, 2), Numerals.OfDigits(random, 2)],
            4 => [Numerals.OfDigits(random, 3), Numerals.OfDigits(random, random.Next(2, 3))],
            _ => [Numerals.OfDigits(random, 3), Numerals.OfDigits(random, random.Next(1, 3)), Numerals.OfDigits(random, random.Next(1, 3))],
        };
        return random.Flip() ? numbers : [.. numbers.Reverse()];
    }

    protected override int LevelOf(int[] task) => (task.Length, Numerals.Digits(task.Max()), Numerals.Digits(task.Min())) switch
    {
        (2, 1, _) => 1,
        (2, 2, 1) => 2,
        (2, 2, _) => 3,
        (2, 3, _) => 4,
        (3, 3, _) => 5,
        _ => 0,
    };

    protected override string[] Fill(int[] task) =>
        [string.Join(" + ", task), $"{string.Join(", ", task[..^1])} and {task[^1]}"];

    protected override int[]? Read(string[] slots) => Numerals.ReadAll(
        slots[0].Length > 0 ? slots[0].Split(" + ") : slots[1].Replace(" and ", ", ", StringComparison.Ordinal).Split(", "));

    protected override Solution Solve(int[] task) => new(Columns(task), $"{task.Sum()}");

    private static List<string> Columns(int[] numbers)
    {
        List<string> steps = [];
        string written = string.Empty;
        int carry = 0;
        int places = numbers.Max(Numerals.Digits);
        for (int place = 0; place < places; place++)
        {
            int[] digits = [.. numbers.Select(n => Numerals.Digit(n, place)), carry];
            int sum = digits.Sum();
            bool last = place == places - 1;
            written = (last ? $"{sum}" : $"{sum % 10}") + written;
            carry = sum / 10;
            steps.Add($"{string.Join('+', digits)}={sum} -> {written}");
        }

        return steps;
    }
}
