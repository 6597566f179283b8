using Tapir.Activities.Reporting.Page;

namespace Tapir.Activities.Reporting.Sections;

/// <summary>The same instructions answered by the teacher, the first student and the last.</summary>
internal static class AnswersSection
{
    public static Section Of(RunReport report) => new(
        "answers",
        "Answers",
        "Before and after: the same held-out instructions, answered by the teacher, by the first student and by the last.",
        report.Samples.Count == 0
            ? Parts.Nothing("No answers were kept for comparison.")
            : Markup.Join(report.Samples.GroupBy(sample => sample.Task).Select(Task)));

    private static Markup Task(IGrouping<string, BeforeAfter> samples)
    {
        BeforeAfter[] all = [.. samples];
        Markup more = all.Length == 1
            ? Markup.None
            : Parts.More(Markup.Of($"{all.Length - 1} more of {samples.Key}"), Markup.Join(all.Skip(1).Select(Card)));
        return Markup.Of($"<div class=\"answers\"><h3>{samples.Key}</h3>{Card(all[0])}{more}</div>\n");
    }

    private static Markup Card(BeforeAfter sample) => Markup.Of(
        $"""
        <article class="card">
        <div class="asked">{Kind(sample)}<p class="{Shape(sample.Instruction)}" dir="auto">{sample.Instruction}</p></div>
        <div class="said-by">{Answer(Parts.Text("Teacher"), sample.TeacherAnswer, Markup.None, "teacher")}{Student(sample.Before)}{Student(sample.After)}</div>
        </article>

        """);

    /// <summary>An instruction of several lines may be a program: its columns are kept in line.</summary>
    private static string Shape(string instruction) => instruction.Contains('\n', StringComparison.Ordinal) ? "said lines" : "said";

    private static Markup Kind(BeforeAfter sample) => (sample.Family, sample.Level) switch
    {
        ({ } family, { } level) => Markup.Of($"<p class=\"kind\">{family}, level {level}</p>"),
        ({ } family, null) => Markup.Of($"<p class=\"kind\">{family}</p>"),
        _ => Markup.None,
    };

    private static Markup Student(StudentAnswer answer)
    {
        Markup mark = answer.Correct switch
        {
            true => Markup.Of($"<span class=\"verdict-mark right\">✓ right</span>"),
            false => Markup.Of($"<span class=\"verdict-mark wrong\">✗ wrong</span>"),
            null => Markup.Of($"<span class=\"verdict-mark\">not verifiable</span>"),
        };
        string score = answer.Score is { } value ? $"score {Numbers.Fixed(value, value % 1 == 0 ? 0 : 1)}" : "unscored";
        string css = answer.Correct switch { true => "right", false => "wrong", null => "open" };
        return Answer(Numbers.Student(answer.Student), answer.Text, Markup.Of($"{mark}<span class=\"score\">{score}</span>"), css);
    }

    private static Markup Answer(Markup who, string text, Markup marks, string css) => Markup.Of(
        $"<div class=\"answer {css}\"><h4>{who}{marks}</h4>{(string.IsNullOrWhiteSpace(text)
            ? Markup.Of($"<p class=\"said silent\">(no answer)</p>")
            : Markup.Of($"<p class=\"said\" dir=\"auto\" tabindex=\"0\">{text}</p>"))}</div>");
}
