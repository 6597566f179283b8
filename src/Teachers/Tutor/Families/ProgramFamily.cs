using Tapir.Curriculum.Tasks;

namespace Tapir.Teachers.Tutor.Families;

/// <summary>Writes a small Python program from a description, statement by statement on one line.</summary>
internal sealed class ProgramFamily() : ParsedFamily<CodeStatement[]>(
    "code.program",
    TaskLabels.CodeGeneration,
    "Write the Python code described. Levels: one, two, three, four, five statements.",
    "Write Python code: {0}.", "Write a Python program to {0}.", "Code this in Python: {0}.")
{
    private const string Then = ", then ";

    public override AnswerForm Form => AnswerForm.Code;

    public override string? ItemSeparator => "; ";

    protected override CodeStatement[] Draw(TutorRandom random, int level) => CodeStatement.Program(random, level);

    protected override int LevelOf(CodeStatement[] task) => task.Length;

    protected override string[] Fill(CodeStatement[] task) => [string.Join(Then, task.Select(s => s.Words))];

    protected override CodeStatement[]? Read(string[] slots) => Parts.Read(slots[0].Split(Then), CodeStatement.ReadWords);

    protected override Solution Solve(CodeStatement[] task) => new([], string.Join(ItemSeparator, task.Select(s => s.Code)));
}
