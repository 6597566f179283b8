using Tapir.Activities.Reporting.Charts;
using Tapir.Activities.Reporting.Page;

namespace Tapir.Activities.Reporting.Sections;

/// <summary>Distribution of the gap between teacher and student, before and after each round.</summary>
internal static class GapSection
{
    public static Section Of(RunReport report)
    {
        RoundReport[] rounds = [.. report.Rounds.Where(round => round.Gaps is not null)];
        return new Section(
            "gap",
            "Gap",
            "Teacher's score minus student's score, instruction by instruction. What lies right of the threshold is hard, and is what the next student trains on.",
            rounds.Length == 0 ? Parts.Nothing("No answers have been judged.") : Measured(rounds));
    }

    private static Markup Measured(RoundReport[] rounds)
    {
        Markup[] legend =
        [
            Parts.LegendEntry("before", Parts.Text("before the round, per cent of scored")),
            Parts.LegendEntry("after", Parts.Text("after it")),
            Parts.LegendEntry("hardzone", Parts.Text("hard")),
        ];
        IEnumerable<Markup> panels = rounds.Select(round => Parts.Panel(
            Markup.Of($"<b>Round {round.Round}</b> <span class=\"last\">{Means(round.Gaps!)}</span>"),
            GapChart.Draw(round.Gaps!, round.Round)));
        return Markup.Of($"{Parts.Legend(legend)}{Parts.Panels("wide", panels)}{Counts(rounds)}");
    }

    private static string Means(GapShift shift) => shift.After is { } after
        ? $"mean {Numbers.OrDash(shift.Before.Mean, 2)} → {Numbers.OrDash(after.Mean, 2)}"
        : $"mean {Numbers.OrDash(shift.Before.Mean, 2)}";

    private static Markup Counts(RoundReport[] rounds) => Table.Of(
        "Judgements per round; the unscored are left out of selection",
        [
            Column.Words("Round"), Column.Number("Scored before"), Column.Number("Unscored"), Column.Number("Hard"), Column.Number("Mean gap"),
            Column.Number("Scored after"), Column.Number("Unscored"), Column.Number("Mean gap"), Column.Words("After is"),
        ],
        rounds.Select(round => (IReadOnlyList<Markup>)
        [
            Parts.Text($"{round.Round}"),
            Parts.Count(round.Gaps!.Before.Scored),
            Parts.Count(round.Gaps.Before.Unscored),
            Parts.Text(Numbers.Percent(Hard(round.Gaps))),
            Parts.Text(Numbers.OrDash(round.Gaps.Before.Mean, 2)),
            Parts.Text(round.Gaps.After is { } scored ? Numbers.Count(scored.Scored) : "–"),
            Parts.Text(round.Gaps.After is { } unscored ? Numbers.Count(unscored.Unscored) : "–"),
            Parts.Text(Numbers.OrDash(round.Gaps.After?.Mean, 2)),
            Parts.Text(round.Gaps.After is null ? "not judged" : round.Gaps.AfterIs ?? "judged again"),
        ]));

    private static double Hard(GapShift shift) => shift.Before.Scored == 0
        ? 0
        : (double)shift.Before.Bins.Where(bin => bin.Gap > shift.Threshold).Sum(bin => bin.Count) / shift.Before.Scored;
}
