using System.Security.Cryptography;
using System.Text;
using Tapir.Curriculum.Examples;
using Tapir.Curriculum.Planning;
using Tapir.Curriculum.Selection;
using Tapir.Curriculum.Tasks;
using Tapir.Curriculum.Text;

namespace Tapir.Teachers.Tutor;

/// <summary>The teacher that needs no key and no network: writes, solves and grades verifiable tasks, and knows no others.</summary>
/// <remarks>Pure and thread-safe: what it says follows from its arguments alone, on every machine.</remarks>
public static class EmbeddedTutor
{
    public const string ModelId = "tutor";

    private static int[] AllLevels { get; } = [.. Enumerable.Range(1, TutorFamily.Levels)];

    public static IReadOnlyList<TutorFamilyInfo> Families { get; } =
        [.. TutorFamilies.All.Select(f => new TutorFamilyInfo(f.Name, f.Label, f.Description, TutorFamily.Levels))];

    /// <summary>The labels it has families for, in the order of its families.</summary>
    public static IReadOnlyList<TaskLabel> Labels { get; } = [.. TutorFamilies.All.Select(f => f.Label).Distinct()];

    /// <summary>Every family and level, with the number of distinct instructions it can write there at least.</summary>
    public static IReadOnlyList<ExpandableCell> Cells { get; } =
        [.. TutorFamilies.All.SelectMany(f => AllLevels.Select(l => new ExpandableCell(new TaskCell(f.Label, f.Name, l), f.Capacity(l))))];

    /// <summary>How many distinct instructions it can write for a label at least, all levels together; 0 for a label it does not know.</summary>
    public static int Capacity(TaskLabel label) =>
        TutorFamilies.All.Where(f => f.Label == label).Sum(f => AllLevels.Sum(f.Capacity));

    /// <summary>How many distinct instructions it can write for a family and level at least.</summary>
    /// <exception cref="ArgumentException">No such family.</exception>
    public static int Capacity(string family, int level) => Known(family).Capacity(level);

    /// <summary>The same number of examples for every family and level. See the other overload.</summary>
    public static IEnumerable<Example> WriteExamples(ulong seed, int perCell, IReadOnlySet<string>? except = null) =>
        WriteExamples(
            seed,
            [.. TutorFamilies.All.SelectMany(f => AllLevels.Select(l => new TutorCell(f.Name, l, perCell)))],
            except);

    /// <summary>Solved examples, cell by cell, all instructions distinct. A cell's examples depend on the seed, the cell and
    /// <paramref name="except"/> only, not on the other cells. Fewer than wanted come where a cell is used up.</summary>
    /// <param name="except">Instructions to leave out, in the form of <see cref="InstructionText.Normalize"/>: held-out ones, for example.</param>
    /// <exception cref="ArgumentException">A family or level that does not exist.</exception>
    public static IEnumerable<Example> WriteExamples(ulong seed, IReadOnlyList<TutorCell> cells, IReadOnlySet<string>? except = null)
    {
        ArgumentNullException.ThrowIfNull(cells);
        foreach (TutorCell cell in cells)
        {
            if (cell.Level is < 1 or > TutorFamily.Levels)
            {
                throw new ArgumentException($"Level {cell.Level} of {cell.Family} does not exist; levels are 1 to {TutorFamily.Levels}.", nameof(cells));
            }

            Known(cell.Family);
        }

        return cells.SelectMany(cell => WriteCell(seed, cell, except));
    }

    /// <summary>Family and level of an instruction, or null for one it does not know.</summary>
    public static TutorReading? TryRead(string instruction) =>
        TutorFamilies.TryRead(instruction) is { } p ? new TutorReading(p.Family.Name, p.Family.Label, p.Level, p.Solution.Answer) : null;

    /// <summary>The worked solution, whose last line is <c>Answer: X</c>; null for an instruction it does not know.</summary>
    public static string? Solve(string instruction) => TutorFamilies.TryRead(instruction)?.Solution.Text;

    /// <summary>10 right and well formed; right with a fault of form 9 (steps left out), 8 (text after the final answer), 7 (no
    /// <c>Answer:</c> line); partly right 2 to 6; wrong or empty 1. Null for an instruction it does not know.</summary>
    public static JudgeScore? Grade(string instruction, string answer) =>
        TutorFamilies.TryRead(instruction) is { } problem ? Grader.Grade(problem, answer) : null;

    /// <summary>Whether the final answer is right, whatever the form: white space never matters, case and a closing full stop only where
    /// the task is about them. False for an instruction it does not know.</summary>
    public static bool IsExact(string instruction, string answer) =>
        TutorFamilies.TryRead(instruction) is { } problem && Grader.IsExact(problem, answer);

    private static IEnumerable<Example> WriteCell(ulong seed, TutorCell cell, IReadOnlySet<string>? except)
    {
        HashSet<string> written = new(StringComparer.Ordinal);
        TutorRandom random = TutorRandom.Of($"{seed}/{cell.Family}/{cell.Level}");
        return InstructionWriter
            .Write(Known(cell.Family), cell.Level, random, i => InstructionText.Normalize(i) is var n && except?.Contains(n) != true && written.Add(n))
            .Take(cell.Count)
            .Select(ToExample);
    }

    private static Example ToExample(TutorProblem problem) => new(
        $"{problem.Family.Name}-{problem.Level}-{Fingerprint(problem.Instruction)}",
        problem.Instruction,
        problem.Solution.Text,
        problem.Family.Label,
        problem.Family.Name,
        problem.Level,
        ExampleOrigins.Seed,
        ParentId: null);

    private static string Fingerprint(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, 6));

    private static TutorFamily Known(string family) => TutorFamilies.Find(family) ?? throw new ArgumentException(
        $"The tutor has no family \"{family}\"; it has {string.Join(", ", TutorFamilies.All.Select(f => f.Name))}.", nameof(family));
}
