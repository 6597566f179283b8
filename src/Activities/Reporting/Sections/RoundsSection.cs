using Tapir.Activities.Reporting.Charts;
using Tapir.Activities.Reporting.Page;

namespace Tapir.Activities.Reporting.Sections;

/// <summary>What each student was trained on, and its loss.</summary>
internal static class RoundsSection
{
    public static Section Of(RunReport report) => new(
        "rounds",
        "Rounds",
        "What each student was trained on. The hard share rises by plan; gap, length and level say how hard the sets really were.",
        report.Rounds.Count == 0 ? Parts.Nothing("No round has been trained.") : Markup.Of($"{Sets(report.Rounds)}{OtherShares(report.Rounds)}{LongExamples(report.Rounds)}{Losses(report.Rounds)}"));

    private static Markup Sets(IReadOnlyList<RoundReport> rounds) => Table.Of(
        "Training set and accuracy of each student",
        [
            Column.Words("Student"), Column.Number("Accuracy"), Column.Number("Examples"), Column.Number("Tokens"), Column.Number("Hard share, wanted"), Column.Number("actual"),
            Column.Number("Mean gap, judged"), Column.Number("Mean answer, tokens"), Column.Number("Mean level"),
        ],
        rounds.Select(round => (IReadOnlyList<Markup>)
        [
            Numbers.Student(round.Round),
            Accuracy(round),
            Parts.Count(round.TrainedExamples),
            Parts.Count(round.TrainedTokens),
            Parts.Text(round.HardShare is { } wanted ? Numbers.Percent(wanted.Wanted) : "–"),
            Parts.Text(round.HardShare is { } actual ? Numbers.Percent(actual.Actual) : "–"),
            Parts.Text(Numbers.OrDash(round.MeanGap, 2)),
            Parts.Text(Numbers.OrDash(round.MeanLength, 1)),
            Parts.Text(Numbers.OrDash(round.MeanLevel, 2)),
        ]));

    private static Markup OtherShares(IReadOnlyList<RoundReport> rounds)
    {
        RoundReport[] others = [.. rounds.Where(round => round.HardShare?.Reason is not null)];
        return others.Length == 0
            ? Markup.None
            : Table.Of(
                "Hard shares that are not as wanted",
                [Column.Words("Student"), Column.Number("Wanted"), Column.Number("Actual"), Column.Words("Why")],
                others.Select(round => (IReadOnlyList<Markup>)
                [
                    Numbers.Student(round.Round),
                    Parts.Text(Numbers.Percent(round.HardShare!.Wanted)),
                    Parts.Text(Numbers.Percent(round.HardShare.Actual)),
                    Parts.Text(round.HardShare.Reason!),
                ]));
    }

    private static Markup LongExamples(IReadOnlyList<RoundReport> rounds)
    {
        RoundReport[] some = [.. rounds.Where(round => round.LongExamples is not null)];
        return some.Length == 0
            ? Markup.None
            : Table.Of(
                "Examples longer than the student's context",
                [Column.Words("Student"), Column.Number("Not trained on"), Column.Number("Instruction cut, trained on"), Column.Number("Held out: cut, or without an answer")],
                some.Select(round => (IReadOnlyList<Markup>)
                [
                    Numbers.Student(round.Round),
                    Parts.Count(round.LongExamples!.LeftOut),
                    Parts.Count(round.LongExamples.Cut),
                    Parts.Count(round.LongExamples.HeldOut),
                ]));
    }

    private static Markup Accuracy(RoundReport round) => (round.Accuracy, round.HeldOut) switch
    {
        ({ } accuracy, _) => Numbers.Accuracy(accuracy),
        (null, { } rows) => Numbers.Accuracy(rows.Accuracy, rows.Low, rows.High),
        _ => Parts.Text("–"),
    };

    private static Markup Losses(IReadOnlyList<RoundReport> rounds)
    {
        RoundReport[] trained = [.. rounds.Where(round => round.Losses.Count > 0)];
        if (trained.Length == 0)
        {
            return Parts.Nothing("No training loss was recorded.");
        }

        // The first student starts far above the others, whose curves would lie flat on its scale.
        double first = Top(trained.Take(1));
        double later = Top(trained.Skip(1));
        IEnumerable<Markup> panels = trained.Select((round, index) => Parts.Panel(
            Markup.Of($"{Numbers.Student(round.Round)} <span class=\"last\">{Numbers.Fixed(round.Losses[^1].Loss, 3)}</span>"),
            LossChart.Draw(round.Losses, round.Round, Ramp.Of(index, trained.Length), index == 0 ? first : later)));
        return Markup.Of($"<h3>Training loss</h3><p class=\"note\">Mean cross-entropy on response tokens, nats; the last value beside the name. The first student has a scale of its own, the others share one.</p>{Parts.Panels("medium", panels)}");
    }

    private static double Top(IEnumerable<RoundReport> rounds) => LossChart.TopOf(rounds.SelectMany(round => round.Losses));
}
