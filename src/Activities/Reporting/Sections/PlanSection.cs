using Tapir.Activities.Reporting.Charts;
using Tapir.Activities.Reporting.Page;

namespace Tapir.Activities.Reporting.Sections;

/// <summary>The task mix as planned and as it came out, quotas that were not met, candidates that were dropped.</summary>
internal static class PlanSection
{
    public static Section Of(RunReport report)
    {
        RoundReport[] rounds = [.. report.Rounds.Where(round => round.Plan is { Labels.Count: > 0 })];
        return new Section(
            "plan",
            "Task mix",
            "New examples per task label: what the task mix called for, what was planned after redistribution, and what passed every filter.",
            rounds.Length == 0 ? Parts.Nothing("No round has planned new examples.") : Measured(rounds));
    }

    private static Markup Measured(RoundReport[] rounds)
    {
        double top = MixChart.TopOf(rounds.SelectMany(round => round.Plan!.Labels));
        Markup[] legend =
        [
            Parts.LegendEntry("accepted", Parts.Text("accepted (the number)")),
            Parts.LegendEntry("planned", Parts.Text("planned")),
            Parts.LegendEntry("quota", Parts.Text("quota of the mix")),
            Parts.LegendEntry("quota unmet", Parts.Text("quota not met")),
        ];
        IEnumerable<Markup> panels = rounds.Select(round => Parts.Panel(
            Markup.Of($"<b>Round {round.Round}</b> <span class=\"last\">{Numbers.Count(round.Plan!.Labels.Sum(label => label.Accepted))} accepted</span>"),
            MixChart.Draw(round.Plan.Labels, round.Round, top)));
        return Markup.Of($"{Parts.Legend(legend)}{Parts.Panels("wide", panels)}{Unmet(rounds)}{Rejected(rounds)}{RefinementsRejected(rounds)}{rounds.Select(Detail)}");
    }

    private static Markup Unmet(RoundReport[] rounds)
    {
        var unmet = rounds.SelectMany(round => round.Plan!.Labels.Where(label => label.Unmet > 0).Select(label => (round.Round, Label: label)))
            .GroupBy(entry => (entry.Label.Label, entry.Label.Reason))
            .OrderBy(group => group.Key.Label, StringComparer.Ordinal).ThenBy(group => group.Key.Reason, StringComparer.Ordinal)
            .ToList();
        return unmet.Count == 0
            ? Parts.Nothing("Every quota was met.")
            : Table.Of(
                "Quotas that were not met",
                [Column.Words("Task label"), Column.Number("Rounds"), Column.Number("Quota"), Column.Number("Unmet"), Column.Words("Why")],
                unmet.Select(group => (IReadOnlyList<Markup>)
                [
                    Parts.Text(group.Key.Label), Parts.Text(string.Join(", ", group.Select(entry => entry.Round))), Parts.Count(group.Sum(entry => entry.Label.Quota)),
                    Parts.Count(group.Sum(entry => entry.Label.Unmet)), Parts.Text(group.Key.Reason ?? "no reason recorded"),
                ]));
    }

    private static Markup Rejected(RoundReport[] rounds)
    {
        string[] reasons =
        [
            .. rounds.SelectMany(round => round.Plan!.Rejected).GroupBy(reason => reason.Reason)
                .OrderByDescending(group => group.Sum(reason => reason.Count)).ThenBy(group => group.Key, StringComparer.Ordinal).Select(group => group.Key),
        ];
        return reasons.Length == 0
            ? Parts.Nothing("No generated candidate was dropped.")
            : Table.Of(
                "Generated candidates that were dropped, by reason",
                [Column.Words("Reason"), .. rounds.Select(round => Column.Number($"Round {round.Round}"))],
                reasons.Select(reason => (IReadOnlyList<Markup>)
                [
                    Parts.Text(reason),
                    .. rounds.Select(round => Parts.Count(round.Plan!.Rejected.Where(entry => entry.Reason == reason).Sum(entry => entry.Count))),
                ]));
    }

    private static Markup RefinementsRejected(RoundReport[] rounds)
    {
        int rejected = rounds.Sum(round => round.Plan!.RefinementsRejected);
        return rejected == 0
            ? Markup.Of($"")
            : Parts.Nothing($"{Numbers.Count(rejected)} answers were rewritten by the teacher in a way that was not taken; their first wording was kept.");
    }

    private static Markup Detail(RoundReport round) => Parts.More(
        Markup.Of($"Round {round.Round}, every label"),
        Table.Of(
            $"Plan of round {round.Round}",
            [
                Column.Words("Task label"), Column.Number("Target share"), Column.Number("Quota"), Column.Number("Planned"), Column.Number("Generated"), Column.Number("Accepted"),
                Column.Number("Actual share"), Column.Number("Unmet"),
            ],
            round.Plan!.Labels.Select(label => (IReadOnlyList<Markup>)
            [
                Parts.Text(label.Label), Parts.Text(Numbers.Percent(label.TargetShare)), Parts.Count(label.Quota), Parts.Count(label.Planned), Parts.Count(label.Generated),
                Parts.Count(label.Accepted), Parts.Text(Share(round.Plan, label)), Parts.Count(label.Unmet),
            ])));

    private static string Share(PlanReport plan, PlannedLabel label)
    {
        int accepted = plan.Labels.Sum(other => other.Accepted);
        return accepted == 0 ? "–" : Numbers.Percent((double)label.Accepted / accepted);
    }
}
