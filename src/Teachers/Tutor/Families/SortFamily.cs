using Tapir.Curriculum.Tasks;

namespace Tapir.Teachers.Tutor.Families;

/// <summary>Sorts numbers.</summary>
internal sealed class SortFamily() : ParsedFamily<SortFamily.Unsorted>(
    "computing.sort",
    TaskLabels.ComputerScience,
    "Sort numbers. Levels: three of 1 digit; three, four, five, six of 2 digits.",
    "Sort from {0}: {1}", "Put in order from {0}: {1}", "Arrange these numbers from {0}: {1}")
{
    private const string Up = "small to large";
    private const string Down = "large to small";

    internal sealed record Unsorted(string Order, int[] Numbers);

    public override string? ItemSeparator => ", ";

    protected override Unsorted Draw(TutorRandom random, int level)
    {
        HashSet<int> numbers = [];
        while (numbers.Count < Math.Max(3, level + 1))
        {
            numbers.Add(Numerals.OfDigits(random, level == 1 ? 1 : 2));
        }

        return new Unsorted(random.Flip() ? Up : Down, [.. numbers]);
    }

    protected override int LevelOf(Unsorted task)
    {
        int digits = Numerals.Digits(task.Numbers.Max());
        bool usual = task.Order is Up or Down && Numerals.Digits(task.Numbers.Min()) == digits && task.Numbers.Distinct().Count() == task.Numbers.Length;
        return (usual, digits, task.Numbers.Length) switch
        {
            (true, 1, 3) => 1,
            (true, 2, >= 3 and <= 6) => task.Numbers.Length - 1,
            _ => 0,
        };
    }

    protected override string[] Fill(Unsorted task) => [task.Order, string.Join(", ", task.Numbers)];

    protected override Unsorted? Read(string[] slots) =>
        Numerals.ReadAll(slots[1].Split(", ")) is { } numbers ? new Unsorted(slots[0], numbers) : null;

    protected override Solution Solve(Unsorted task) =>
        new([], string.Join(ItemSeparator, task.Order == Up ? task.Numbers.Order() : task.Numbers.OrderDescending()));
}
