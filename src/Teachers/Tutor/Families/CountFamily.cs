using Tapir.Curriculum.Tasks;

namespace Tapir.Teachers.Tutor.Families;

/// <summary>Counts a letter in a row of letters; worked letter by letter with the count so far.</summary>
internal sealed class CountFamily() : ParsedFamily<CountFamily.Row>(
    "computing.count",
    TaskLabels.ComputerScience,
    "How often does a letter occur? Levels: rows of four, six, eight, ten, twelve letters.",
    "How many times is {0} in: {1}", "Count the letter {0} in: {1}", "How often does {0} occur? {1}")
{
    // Without "a": an instruction that ends in a word "a" would look torn off.
    private const string Letters = "kmpst";

    internal sealed record Row(char Wanted, char[] Letters);

    protected override Row Draw(TutorRandom random, int level)
    {
        char wanted = random.Pick(Letters.ToCharArray());
        return new Row(wanted, [.. Enumerable.Range(0, (2 * level) + 2).Select(_ => random.Next(0, 3) == 0 ? wanted : random.Pick(Letters.ToCharArray()))]);
    }

    protected override int LevelOf(Row task) =>
        Letters.Contains(task.Wanted, StringComparison.Ordinal) && task.Letters.All(l => Letters.Contains(l, StringComparison.Ordinal))
            && task.Letters.Length % 2 == 0 ? (task.Letters.Length - 2) / 2 : 0;

    protected override string[] Fill(Row task) => [$"{task.Wanted}", string.Join(' ', task.Letters)];

    protected override Row? Read(string[] slots)
    {
        string[] letters = slots[1].Split(' ');
        return slots[0].Length == 1 && letters.All(l => l.Length == 1) ? new Row(slots[0][0], [.. letters.Select(l => l[0])]) : null;
    }

    protected override Solution Solve(Row task)
    {
        int count = 0;
        List<string> seen = [];
        foreach (char letter in task.Letters)
        {
            count += letter == task.Wanted ? 1 : 0;
            seen.Add($"{letter}{count}");
        }

        return new Solution([string.Join(' ', seen)], $"{count}");
    }
}
