using System.Globalization;
using Microsoft.Extensions.AI;
using Tapir.Curriculum.Tasks;
using Tapir.Curriculum.Text;
using Tapir.Teachers.Prompts;

namespace Tapir.Teachers.Tutor;

/// <summary>What the tutor says to each kind of prompt.</summary>
internal static class TutorReplies
{
    public const string KnowsNoOthers =
        "I am Tapir's embedded tutor. I know a fixed set of verifiable tasks, and this instruction is none of them, so I cannot answer it.";

    private static readonly int[] AllLevels = [.. Enumerable.Range(1, TutorFamily.Levels)];

    public static string To(IReadOnlyList<ChatMessage> messages)
    {
        if (AnswerPrompt.TryRead(messages) is { } answer)
        {
            return Answer(answer.Instruction);
        }

        if (JudgePrompt.TryRead(messages) is { } judge)
        {
            return Judge(judge);
        }

        if (RefinePrompt.TryRead(messages) is { } refine)
        {
            return TutorFamilies.TryRead(refine.Instruction)?.Solution.Text ?? refine.Answer;
        }

        if (ExpandPrompt.TryRead(messages) is { } expand)
        {
            return Expand(expand);
        }

        if (LabelPrompt.TryRead(messages) is { } label)
        {
            string name = TutorFamilies.TryRead(label.Instruction)?.Family.Label.Name ?? TaskLabels.Others.Name;
            return LabelReply.Write(label.Labels.Contains(name) ? name : TaskLabels.Others.Name);
        }

        return Answer(messages.LastOrDefault(m => m.Role == ChatRole.User)?.Text ?? string.Empty);
    }

    private static string Answer(string instruction) => TutorFamilies.TryRead(instruction)?.Solution.Text ?? KnowsNoOthers;

    private static string Judge(JudgePrompt prompt)
    {
        if (TutorFamilies.TryRead(prompt.Instruction) is not { } problem)
        {
            // Not a verdict, so that whoever reads it counts the pair as unscored.
            return """{"error": "the tutor does not know this task"}""";
        }

        return JudgeReply.Write(new JudgeVerdict(
            Grader.Grade(problem, prompt.AnswerA).Value,
            Grader.Grade(problem, prompt.AnswerB).Value,
            $"The right final answer is: {problem.Solution.Answer}"));
    }

    private static string Expand(ExpandPrompt prompt)
    {
        List<(TutorFamily Family, int Level)> cells = CellsOf(prompt);
        HashSet<string> known = [.. prompt.Examples.Select(e => InstructionText.Normalize(e.Instruction))];
        TutorRandom random = TutorRandom.Of(string.Join(
            '\n', [prompt.Task, prompt.Family, prompt.Level?.ToString(CultureInfo.InvariantCulture), $"{prompt.Seed}", .. known]));
        IEnumerator<TutorProblem>[] writers = [.. cells.Select(cell => InstructionWriter
            .Write(cell.Family, cell.Level, random, i => known.Add(InstructionText.Normalize(i))).GetEnumerator())];
        List<string> instructions = [];

        // In turn, so that every cell shown gets its share; a cell that is used up leaves its turn to the others.
        for (int turn = 0, idle = 0; instructions.Count < prompt.Count && idle < writers.Length; turn++)
        {
            IEnumerator<TutorProblem> writer = writers[turn % writers.Length];
            idle = writer.MoveNext() ? 0 : idle + 1;
            if (idle == 0)
            {
                instructions.Add(writer.Current.Instruction);
            }
        }

        return ExpandReply.Write(instructions);
    }

    /// <summary>Families and levels to write for: as the request says, else as its examples are, else all of the task label.</summary>
    private static List<(TutorFamily Family, int Level)> CellsOf(ExpandPrompt prompt)
    {
        int? level = prompt.Level is { } wanted ? Math.Clamp(wanted, 1, TutorFamily.Levels) : null;
        List<TutorProblem> shown = [.. prompt.Examples.Select(e => TutorFamilies.TryRead(e.Instruction)).OfType<TutorProblem>()];
        if (prompt.Family is { } name)
        {
            if (TutorFamilies.Find(name) is not { } family)
            {
                return [];
            }

            int[] levels = [.. shown.Where(p => p.Family == family).Select(p => p.Level)];
            return [.. (level is { } one ? [one] : levels.Length > 0 ? levels : AllLevels).Select(l => (family, l))];
        }

        if (shown.Count > 0)
        {
            return [.. shown.Select(p => (p.Family, level ?? p.Level))];
        }

        TaskLabel? task = TaskLabels.TryParse(prompt.Task);
        return [.. TutorFamilies.All.Where(f => f.Label == task)
            .SelectMany(f => (level is { } l ? [l] : AllLevels).Select(one => (f, one)))];
    }
}
