using System.Globalization;
using Tapir.Host.Live;
using Tapir.Orchestrations.Reviewing;
using Tapir.Orchestrations.Specs;

namespace Tapir.Host.Reviewing;

/// <summary>A review for people at a terminal. Nothing is wrapped or shortened: the sample is what is decided on.</summary>
internal static class ReviewText
{
    private const int Indent = 4;

    public static void Write(ReviewDocument document, TextWriter output)
    {
        foreach (ReviewDecision decision in document.Decided)
        {
            output.WriteLine(Describe(decision));
        }

        if (document.Waiting is not { } waiting)
        {
            output.WriteLine($"{document.Run} ({document.Status}) waits for no review.");
            return;
        }

        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{document.Run} waits for a {waiting.What}: {waiting.Items.Count} of {waiting.Of} examples."));
        foreach ((int index, ReviewItem item) in waiting.Items.Index())
        {
            Write(index + 1, item, output);
        }

        output.WriteLine();
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"Until {waiting.Until.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC; without an answer it is {(waiting.Default == ReviewVerdict.Approve ? "approved" : "rejected")} then. Answer with:"));
        output.WriteLine($"  tapir review {document.Run} approve");
        output.WriteLine($"  tapir review {document.Run} reject --note \"what is wrong\"");
    }

    /// <summary>A decision in one line.</summary>
    public static string Describe(ReviewDecision decision)
    {
        string where = decision.Point == ReviewPoint.Export ? $"export of S_{decision.Round}" : $"{decision.Point.ToString().ToLowerInvariant()} of round {decision.Round}";
        string note = string.IsNullOrWhiteSpace(decision.Note) ? "" : $": {ForeignText.Plain(decision.Note)}";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{decision.At.UtcDateTime:yyyy-MM-dd HH:mm} {where} {(decision.Verdict == ReviewVerdict.Approve ? "approved" : "rejected")} {(decision.By is { } by ? $"by {ForeignText.Plain(by)}" : "by default, nobody answered")}{note}");
    }

    private static void Write(int number, ReviewItem item, TextWriter output)
    {
        string kind = item is { Family: { } family, Level: { } level } ? $" ({family}, level {level})" : "";
        output.WriteLine();
        output.WriteLine($"{number}. {item.Task}{kind}");
        output.WriteLine(ForeignText.Indented(item.Instruction, Indent));
        Answer("teacher", item.TeacherScore, item.Teacher, output);
        foreach (ReviewedAnswer answer in item.Students)
        {
            Answer(answer.Student, answer.Score, answer.Text, output);
        }

        output.WriteLine($"  why: {ForeignText.Plain(item.Why)}");
    }

    private static void Answer(string who, double? score, string text, TextWriter output)
    {
        output.WriteLine(score is { } value ? string.Create(CultureInfo.InvariantCulture, $"  {who} (score {value:0.##}):") : $"  {who}:");
        output.WriteLine(ForeignText.Indented(text.Length > 0 ? text : "(no answer)", Indent));
    }
}
