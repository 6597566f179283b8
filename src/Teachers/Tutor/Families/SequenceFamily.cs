using Tapir.Curriculum.Tasks;

namespace Tapir.Teachers.Tutor.Families;

/// <summary>The next number of a sequence, worked through its differences.</summary>
internal sealed class SequenceFamily() : ParsedFamily<int[]>(
    "reasoning.sequence",
    TaskLabels.Reasoning,
    "The next number. Levels: steps of up to 5 below 40; steps of up to 9; falling; two steps in turn; steps that grow.",
    "What comes next: {0}?", "Continue the sequence: {0}.", "Which number follows {0}?")
{
    protected override int[] Draw(TutorRandom random, int level)
    {
        int step = random.Next(1, level == 1 ? 5 : 9);
        int[] steps = level switch
        {
            1 or 2 => [step, step, step],
            3 => [-step, -step, -step],
            4 => Alternate(step, random.Next(1, 9)),
            _ => Grow(step, random.Next(1, 5)),
        };
        int start = level switch { 1 => random.Next(0, 19), 3 => random.Next((step * 4) + 1, 199), _ => random.Next(20, 150) };
        return RunFrom(start, steps);
    }

    protected override int LevelOf(int[] task)
    {
        int[] steps = StepsOf(task);
        if (steps.Any(s => s is 0 or > 30 or < -9) || task.Any(n => n > 400))
        {
            return 0;
        }

        bool even = steps.Distinct().Count() == 1;
        return steps.Length switch
        {
            3 when even && steps[0] < 0 => task[^1] + steps[0] >= 0 ? 3 : 0,
            3 when even && steps[0] <= 9 => steps[0] <= 5 && task[0] < 20 ? 1 : 2,
            3 when steps[0] > 0 && steps[1] > steps[0] && steps[2] - steps[1] == steps[1] - steps[0] => 5,
            4 when !even && steps[0] > 0 && steps[1] > 0 && steps[0] == steps[2] && steps[1] == steps[3] => 4,
            _ => 0,
        };
    }

    protected override string[] Fill(int[] task) => [string.Join(", ", task)];

    protected override int[]? Read(string[] slots) => Numerals.ReadAll(slots[0].Split(", "));

    protected override Solution Solve(int[] task)
    {
        int[] steps = StepsOf(task);
        int next = LevelOf(task) switch { 4 => steps[^2], 5 => steps[^1] + steps[^1] - steps[^2], _ => steps[^1] };
        int[] shown = LevelOf(task) >= 4 ? [.. steps, next] : steps;
        return new Solution(
            [string.Join(' ', shown.Select(Signed)), $"{task[^1]}{Signed(next)}={task[^1] + next}"], $"{task[^1] + next}");
    }

    private static string Signed(int step) => step < 0 ? $"{step}" : $"+{step}";

    private static int[] StepsOf(int[] task) => [.. task.Skip(1).Select((n, i) => n - task[i])];

    private static int[] Alternate(int first, int second) =>
        second == first ? [first, first + 1, first, first + 1] : [first, second, first, second];

    private static int[] Grow(int first, int by) => [first, first + by, first + by + by];

    private static int[] RunFrom(int start, int[] steps)
    {
        List<int> numbers = [start];
        foreach (int step in steps)
        {
            numbers.Add(numbers[^1] + step);
        }

        return [.. numbers];
    }
}
