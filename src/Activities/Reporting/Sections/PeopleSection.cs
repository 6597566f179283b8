using Tapir.Activities.Reporting.Page;
using Tapir.Orchestrations.Reviewing;

namespace Tapir.Activities.Reporting.Sections;

/// <summary>What people decided on the run's way.</summary>
internal static class PeopleSection
{
    public static Section Of(RunReport report) => new(
        "people",
        "People",
        "What people decided at the points where the run waited for them, and what they saw there.",
        report.Reviews.Count == 0 ? Parts.Nothing("The run waited for no review.") : Markup.Of($"{Decisions(report.Reviews)}{report.Reviews.Select(Shown)}"));

    private static Markup Decisions(IReadOnlyList<ReviewReport> reviews) => Table.Of(
        "Decisions at review points",
        [Column.Words("Point"), Column.Words("Decision"), Column.Words("By"), Column.Words("When"), Column.Words("Note"), Column.Words("Record")],
        reviews.Select(review => (IReadOnlyList<Markup>)
        [
            Name(review),
            Parts.Text(review.Verdict == "approve" ? "approved" : "rejected"),
            Parts.Text(review.By ?? "nobody; the default"),
            Parts.Text(Numbers.Instant(review.At)),
            Parts.Text(review.Note ?? "–"),
            Markup.Of($"<code title=\"{review.Record}\">{Numbers.ShortDigest(review.Record)}</code>"),
        ]));

    private static Markup Name(ReviewReport review) => review.Point == "export"
        ? Markup.Of($"export of {Numbers.Student(review.Round)}")
        : Markup.Of($"{review.Point} of round {review.Round}");

    private static Markup Shown(ReviewReport review) => Parts.More(
        Markup.Of($"Shown at the {Name(review)}: {Numbers.Count(review.Shown.Count)}"), Markup.Of($"<div class=\"answers\">{review.Shown.Select(Card)}</div>"));

    private static Markup Card(ReviewItem item) => Markup.Of(
        $"""
        <article class="card">
        <div class="asked"><p class="kind">{item.Task}: {item.Why}</p><p class="said lines" dir="auto">{item.Instruction}</p></div>
        <div class="said-by">{Answer(Parts.Text("Teacher"), item.Teacher, item.TeacherScore)}{item.Students.Select(answer => Answer(Numbers.Student(answer.Student), answer.Text, answer.Score))}</div>
        </article>

        """);

    private static Markup Answer(Markup who, string text, double? score)
    {
        Markup mark = score is { } value ? Markup.Of($"<span class=\"score\">score {Numbers.Fixed(value, value % 1 == 0 ? 0 : 1)}</span>") : Markup.None;
        return Markup.Of($"<div class=\"answer open\"><h4>{who}{mark}</h4><p class=\"said\" dir=\"auto\" tabindex=\"0\">{(text.Length > 0 ? text : "(no answer)")}</p></div>");
    }
}
