using System.Globalization;
using Tapir.Activities.Reporting;
using Tapir.Host.Live;

namespace Tapir.Host.Rating;

/// <summary>Ratings for people at a terminal. Nothing is wrapped or shortened: the whole answer is rated.</summary>
internal static class RatingText
{
    private const int Indent = 4;

    public static void Write(RatingQuestion question, QuestionItem item, TextWriter output)
    {
        output.WriteLine();
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{question.Rated + 1} of {question.Of}: {ForeignText.Plain(item.Task)}"));
        output.WriteLine(ForeignText.Indented(item.Instruction, Indent));
        Answer("1", item.First, output);
        Answer("2", item.Second, output);
        output.Write("Better: 1, 2, t tie, b both bad; s skip, u undo, q quit: ");
    }

    public static string Describe(RatingAnswer answer) => answer switch
    {
        RatingAnswer.First => "1 is better",
        RatingAnswer.Second => "2 is better",
        RatingAnswer.Tie => "a tie",
        RatingAnswer.BothBad => "both are bad",
        RatingAnswer.Skip => "skipped",
        RatingAnswer.Undo => "the last one again",
        _ => "until later",
    };

    public static void Write(RatingReport report, TextWriter output)
    {
        output.WriteLine($"{report.Candidate} against {report.Baseline}: {Rate(report.WinRate, report.Low, report.High)}");
        output.WriteLine(Counts(report.Wins, report.Losses, report.Ties, report.BothBad));
        foreach (LabelRatingReport label in report.Labels)
        {
            output.WriteLine($"  {ForeignText.Plain(label.Label)}: {Rate(label.WinRate, label.Low, label.High)}");
        }

        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{report.Rated} of {report.Items} instructions are rated, by {string.Join(", ", report.Raters.Select(rater => $"{ForeignText.Plain(rater.Rater)} ({rater.Rated})"))}; to {report.Identical} more both answered the same."));
        if (report.Agreement is { } agreement)
        {
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{report.RatedByMany} are rated by several people; their agreement beyond chance (Krippendorff's alpha) is {agreement:0.00}."));
        }
    }

    private static void Answer(string name, string text, TextWriter output)
    {
        output.WriteLine($"  {name}:");
        output.WriteLine(ForeignText.Indented(string.IsNullOrWhiteSpace(text) ? "(no answer)" : text, Indent));
    }

    private static string Counts(int wins, int losses, int ties, int bothBad) =>
        string.Create(CultureInfo.InvariantCulture, $"  {wins} better, {losses} worse, {ties} ties; both bad: {bothBad}");

    private static string Rate(double? rate, double? low, double? high) => rate is null
        ? "no win rate yet"
        : string.Create(CultureInfo.InvariantCulture, $"a win rate of {rate * 100:0.0} % (95 % interval {low * 100:0.0} to {high * 100:0.0})");
}
