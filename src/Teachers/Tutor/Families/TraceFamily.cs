using Tapir.Curriculum.Tasks;

namespace Tapir.Teachers.Tutor.Families;

/// <summary>What a small Python program prints; worked as the variable's value after each statement.</summary>
internal sealed class TraceFamily() : ParsedFamily<CodeStatement[]>(
    "code.trace",
    TaskLabels.CodeDebug,
    "What does a program print? Levels: one, two, three, four changes of a variable; four changes of two variables.",
    "What does this print? {0}", "Trace this code and say what it prints: {0}", "Run in your head: {0}")
{
    protected override CodeStatement[] Draw(TutorRandom random, int level)
    {
        string[] variables = random.Pick(CodeStatement.Variables, level == 5 ? 2 : 1);
        Dictionary<string, int> values = [];
        List<CodeStatement> program = [];
        foreach (string variable in variables)
        {
            values[variable] = random.Next(1, 20);
            program.Add(new CodeStatement("set", variable, $"{values[variable]}"));
        }

        for (int change = 0; change < Math.Min(level, 4); change++)
        {
            string variable = random.Pick(variables);
            int value = values[variable];
            string verb = value is > 0 and < 20 && random.Next(0, 2) == 0 ? "multiply" : value > 9 && random.Flip() ? "subtract" : "add";
            int by = verb == "multiply" ? random.Next(2, 4) : random.Next(1, 9);
            program.Add(new CodeStatement(verb, variable, $"{by}"));
            values[variable] = After(program[^1], value);
        }

        program.Add(new CodeStatement("print", random.Pick(variables), string.Empty));
        return [.. program];
    }

    protected override int LevelOf(CodeStatement[] task)
    {
        Dictionary<string, int> values = [];
        int changes = 0;
        foreach (CodeStatement s in task[..^1])
        {
            if (s.Verb == "print" || (s.Verb != "set" && !values.ContainsKey(s.Variable)))
            {
                return 0;
            }

            changes += s.Verb == "set" ? 0 : 1;
            values[s.Variable] = After(s, values.GetValueOrDefault(s.Variable));
            if (values[s.Variable] is < 0 or > 999)
            {
                return 0;
            }
        }

        bool printed = task[^1].Verb == "print" && values.ContainsKey(task[^1].Variable);
        return (printed, values.Count, task.Length - changes) switch
        {
            (true, 1, 2) when changes <= 4 => changes,
            (true, 2, 3) when changes <= 4 => 5,
            _ => 0,
        };
    }

    protected override string[] Fill(CodeStatement[] task) => [string.Join("; ", task.Select(s => s.Code))];

    protected override CodeStatement[]? Read(string[] slots) => Parts.Read(slots[0].Split("; "), CodeStatement.ReadCode);

    protected override Solution Solve(CodeStatement[] task)
    {
        Dictionary<string, int> values = [];
        List<string> steps = [];
        foreach (CodeStatement s in task[..^1])
        {
            int before = values.GetValueOrDefault(s.Variable);
            values[s.Variable] = After(s, before);
            steps.Add(s.Verb == "set" ? $"{s.Variable}={s.Value}" : $"{s.Variable}={before}{Sign(s)}{s.Value}={values[s.Variable]}");
        }

        return new Solution(steps, $"{values[task[^1].Variable]}");
    }

    private static char Sign(CodeStatement s) => s.Verb switch { "add" => '+', "subtract" => '-', _ => '*' };

    private static int After(CodeStatement s, int value)
    {
        int by = Numerals.Read(s.Value)!.Value;
        return s.Verb switch { "set" => by, "add" => value + by, "subtract" => value - by, _ => value > 9999 ? value : value * by };
    }
}
