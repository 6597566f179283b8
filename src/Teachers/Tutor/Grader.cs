using Tapir.Curriculum.Selection;

namespace Tapir.Teachers.Tutor;

/// <summary>Grades an answer to a problem whose solution is known.</summary>
internal static class Grader
{
    public static bool IsExact(TutorProblem problem, string answer) =>
        FinalAnswer.Same(FinalAnswer.Read(answer).Value, problem.Solution.Answer, problem.Family.Form);

    /// <summary>10 right and well formed; right with a fault of form 9 (steps left out), 8 (text after the final answer), 7 (no
    /// <c>Answer:</c> line). Not right: 1, and up to 6 by the share of steps, or of a list's items, that are right.</summary>
    public static JudgeScore Grade(TutorProblem problem, string answer)
    {
        FinalAnswer final = FinalAnswer.Read(answer);
        if (!FinalAnswer.Same(final.Value, problem.Solution.Answer, problem.Family.Form))
        {
            double share = Math.Max(ShareOfSteps(problem, final.Steps), ShareOfItems(problem, final.Value));
            return new JudgeScore(1 + Math.Floor(5 * share));
        }

        if (!final.Marked)
        {
            return new JudgeScore(7);
        }

        if (final.Trailing)
        {
            return new JudgeScore(8);
        }

        return new JudgeScore(problem.Solution.Steps.Count > 0 && final.Steps.Count == 0 ? 9 : 10);
    }

    private static double ShareOfSteps(TutorProblem problem, IReadOnlyList<string> steps) =>
        SharePlaced(problem.Solution.Steps, steps, problem.Family.Form);

    private static double ShareOfItems(TutorProblem problem, string value) => problem.Family.ItemSeparator is { } separator
        ? SharePlaced(problem.Solution.Answer.Split(separator), value.Split(separator), problem.Family.Form)
        : 0;

    // Place by place: an answer that lists every possible step or item earns nothing by it.
    private static double SharePlaced(IReadOnlyList<string> wanted, IReadOnlyList<string> given, AnswerForm form)
    {
        int right = wanted.Zip(given, (w, g) => FinalAnswer.Same(w, g, form)).Count(same => same);
        return wanted.Count == 0 ? 0 : (double)right / Math.Max(wanted.Count, given.Count);
    }
}
