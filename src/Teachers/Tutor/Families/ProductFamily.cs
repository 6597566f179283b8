using Tapir.Curriculum.Tasks;

namespace Tapir.Teachers.Tutor.Families;

/// <summary>Multiplication: by one digit column by column with the carry; by two digits as a sum of two partial products.</summary>
internal sealed class ProductFamily() : ParsedFamily<int[]>(
    "math.product",
    TaskLabels.Math,
    "Multiply two whole numbers. Levels: 1 x 1 digit; 2 x 1; 3 x 1; 4 x 1; 2 x 2 digits.",
    "What is {0} times {1}?", "Multiply {0} by {1}.", "Work out {0} * {1}.", "Find the product of {0} and {1}.")
{
    protected override int[] Draw(TutorRandom random, int level) => level switch
    {
        1 => [random.Next(1, 9), random.Next(1, 9)],
        5 => [random.Next(11, 99), random.Next(11, 99)],
        _ => [Numerals.OfDigits(random, level), random.Next(2, 9)],
    };

    protected override int LevelOf(int[] task) => (Numerals.Digits(task[0]), Numerals.Digits(task[1])) switch
    {
        ( <= 4, 1) => Numerals.Digits(task[0]),
        (2, 2) => 5,
        _ => 0,
    };

    protected override string[] Fill(int[] task) => [$"{task[0]}", $"{task[1]}"];

    protected override int[]? Read(string[] slots) => Numerals.ReadAll(slots);

    protected override Solution Solve(int[] task) =>
        new(task[1] < 10 ? Columns(task[0], task[1]) : Partials(task[0], task[1]), $"{task[0] * task[1]}");

    private static List<string> Columns(int number, int digit)
    {
        List<string> steps = [];
        string written = string.Empty;
        int carry = 0;
        int places = Numerals.Digits(number);
        for (int place = 0; place < places; place++)
        {
            int product = (Numerals.Digit(number, place) * digit) + carry;
            written = (place == places - 1 ? product : product % 10) + written;
            steps.Add($"{Numerals.Digit(number, place)}*{digit}+{carry}={product} -> {written}");
            carry = product / 10;
        }

        return steps;
    }

    private static string[] Partials(int left, int right)
    {
        int ones = left * (right % 10);
        int tens = left * (right / 10);
        return [$"{left}*{right % 10}={ones}", $"{left}*{right / 10}={tens}", $"{tens}0+{ones}={left * right}"];
    }
}
