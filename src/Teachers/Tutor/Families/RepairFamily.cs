using Tapir.Curriculum.Tasks;

namespace Tapir.Teachers.Tutor.Families;

/// <summary>Finds the one statement that does not do what was wanted, and writes it right.</summary>
internal sealed class RepairFamily() : ParsedFamily<RepairFamily.Faulty>(
    "code.repair",
    TaskLabels.CodeDebug,
    "Fix the one wrong statement. Levels: one, two, three, four, five statements.",
    "This code should {0}: {1} - fix the wrong part.", "Goal: {0}. Code: {1}. Write the wrong statement correctly.",
    "Debug this. It should {0} but it is: {1}")
{
    private const string Then = ", then ";
    private static readonly string[] Assigning = ["set", "add", "subtract", "multiply"];

    internal sealed record Faulty(CodeStatement[] Wanted, CodeStatement[] Written);

    public override AnswerForm Form => AnswerForm.Code;

    protected override Faulty Draw(TutorRandom random, int level)
    {
        CodeStatement[] wanted = CodeStatement.Program(random, level);
        CodeStatement[] written = [.. wanted];
        int at = random.Next(0, level - 1);
        written[at] = Break(random, wanted[at]);
        return new Faulty(wanted, written);
    }

    protected override int LevelOf(Faulty task) =>
        task.Wanted.Length == task.Written.Length && task.Wanted.Zip(task.Written).Count(p => p.First != p.Second) == 1
            ? task.Wanted.Length
            : 0;

    protected override string[] Fill(Faulty task) =>
        [string.Join(Then, task.Wanted.Select(s => s.Words)), string.Join("; ", task.Written.Select(s => s.Code))];

    protected override Faulty? Read(string[] slots) =>
        Parts.Read(slots[0].Split(Then), CodeStatement.ReadWords) is { } wanted
        && Parts.Read(slots[1].Split("; "), CodeStatement.ReadCode) is { } written
            ? new Faulty(wanted, written)
            : null;

    protected override Solution Solve(Faulty task)
    {
        int at = Enumerable.Range(0, task.Wanted.Length).First(i => task.Wanted[i] != task.Written[i]);
        return new Solution(
            [.. task.Written[..at].Select(s => $"{s.Code} ok"), $"{task.Written[at].Code} wrong"], task.Wanted[at].Code);
    }

    private static CodeStatement Break(TutorRandom random, CodeStatement right)
    {
        string variable = random.Pick([.. CodeStatement.Variables.Where(v => v != right.Variable)]);
        string[] verbs = [.. Assigning.Where(v => v != right.Verb)];
        return right.Verb == "print" || random.Flip() ? right with { Variable = variable } : right with { Verb = random.Pick(verbs) };
    }
}
