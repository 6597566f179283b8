using Tapir.Activities.Reporting.Page;

namespace Tapir.Activities.Reporting;

/// <summary>The run's result as one or two plain sentences, the bad news included. The page opens with it; the command line may too.</summary>
public static class Verdict
{
    /// <summary>Below this share of exact answers a student has learnt little that can be shown.</summary>
    private const double Little = 0.05;

    public static string Of(RunReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        return (report.Headline, HeldOut(report)) switch
        {
            ({ } headline, { Count: > 0 } students) => $"{OfTasks(headline)} {OfRows(students)}",
            ({ } headline, _) => OfTasks(headline),
            (null, { Count: > 0 } students) => OfRows(students),
            _ => "Nothing has been measured yet.",
        };
    }

    private static List<(string Name, HeldOutRows Rows)> HeldOut(RunReport report) =>
        [.. report.Students.Where(student => student.HeldOut is not null).OrderBy(student => student.Round).Select(student => (student.Name, student.HeldOut!))];

    private static string OfTasks(Headline headline)
    {
        MacroAccuracy first = headline.First;
        MacroAccuracy last = headline.Last;
        string result = $"{headline.LastStudent} answers {Numbers.Percent(last.Macro)} of the held-out tasks exactly; {headline.FirstStudent} answered {Numbers.Percent(first.Macro)}.";
        string weight = (last.Low > first.High, last.High < first.Low) switch
        {
            (true, _) => first.Macro > 0 ? $" That is {Numbers.Fixed(last.Macro / first.Macro, 1)} times as many, and the intervals do not touch." : " The intervals do not touch.",
            (_, true) => " The rounds made the student worse.",
            _ => " The intervals overlap: this run alone does not show a difference.",
        };
        string worse = headline.LabelsMadeWorse.Count == 0
            ? ""
            : $" Worse than before: {string.Join(", ", headline.LabelsMadeWorse.Order(StringComparer.Ordinal))}.";
        return result + weight + worse;
    }

    private static string OfRows(List<(string Name, HeldOutRows Rows)> students)
    {
        (string firstName, HeldOutRows first) = students[0];
        (string lastName, HeldOutRows last) = students[^1];
        if (students.Count == 1)
        {
            return $"{lastName} has a loss of {Numbers.Fixed(last.Loss, 3)} on {Numbers.Count(last.Rows)} held-out rows and answers {Numbers.Percent(last.Accuracy)} exactly."
                + (last.Accuracy < Little ? " That is little." : "");
        }

        string result = $"On {Numbers.Count(last.Rows)} held-out rows the loss went from {Numbers.Fixed(first.Loss, 3)} ({firstName}) to {Numbers.Fixed(last.Loss, 3)} ({lastName}), "
            + $"exact answers from {Numbers.Percent(first.Accuracy)} to {Numbers.Percent(last.Accuracy)}.";
        string weight = (last.Accuracy < Little, last.Low > first.High, last.High < first.Low) switch
        {
            (true, _, _) => " The student has learnt little that these rows can show: it is small, and the data ask for more than it can hold.",
            (_, true, _) => " The intervals of the exact answers do not touch.",
            (_, _, true) => " The rounds made the exact answers worse.",
            _ => " The intervals of the exact answers overlap: this run alone does not show a difference.",
        };
        return result + weight;
    }
}
