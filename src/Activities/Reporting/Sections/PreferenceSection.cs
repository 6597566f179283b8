using Tapir.Activities.Reporting.Charts;
using Tapir.Activities.Reporting.Page;

namespace Tapir.Activities.Reporting.Sections;

/// <summary>The preference tuning after the last round: its pairs, what the student made of them, and what it can do afterwards.</summary>
internal static class PreferenceSection
{
    public static Section Of(RunReport report, PreferenceReport preference) => new(
        "preference",
        "Preference",
        "After the last round: direct preference optimization (DPO) on the judges' words. Chosen is the teacher's answer, rejected the student's own, where the judge's scores lie further apart than the threshold.",
        Markup.Of($"{Facts(preference)}{(preference.Tuned is { } tuned ? Tuned(report, preference, tuned) : Parts.Nothing("There was no pair to tune on: the last student is that of the last round."))}{LeftOut(preference)}"));

    private static Markup Facts(PreferenceReport preference) => Markup.Of(
        $"""
        <dl class="facts"><div><dt>Pairs</dt><dd>{Numbers.Count(preference.Pairs)}</dd></div><div><dt>β</dt><dd>{preference.Beta}</dd></div>{(preference.Tuned is { } tuned ? Markup.Of($"<div><dt>Tokens trained on</dt><dd>{Numbers.Count(tuned.TrainedTokens)}</dd></div>") : Markup.None)}{preference.ByRound.Select(round => Markup.Of(
            $"<div><dt>Judged in round {round.Round}</dt><dd>{Numbers.Count(round.Pairs)}</dd></div>"))}</dl>

        """);

    private static Markup Tuned(RunReport report, PreferenceReport preference, RoundReport tuned)
    {
        RoundReport? before = report.Rounds.FirstOrDefault(round => round.Round == preference.Round);
        IReadOnlyList<Markup>[] rows =
        [
            [Parts.Text("Exact answers to what is held out"), Exact(before), Exact(tuned)],
            [Parts.Text("Pairs whose chosen answer is the likelier one, by token"), Share(preference.LikelierBefore), Share(preference.LikelierAfter)],
            [Parts.Text("Pairs whose chosen answer has the higher implicit reward"), Parts.Text("–"), Share(preference.Rewarded)],
            [Parts.Text("Mean margin of the implicit reward, nats"), Parts.Text("0, by definition"), Margin(preference.Margin)],
        ];
        return Markup.Of(
            $"""
            {Table.Of(
                "Before and after the tuning, with 95 % intervals",
                [Column.Words("What"), Column.Number(Numbers.Student($"S_{preference.Round}")), Column.Number(Numbers.Student(tuned.Name))],
                rows)}<p class="note">{Numbers.Students(Reading(before, tuned))} Likelihoods and rewards are of the pairs that the student was tuned on; only the held-out tasks say whether it is any better.</p>
            {Losses(tuned)}
            """);
    }

    private static string Reading(RoundReport? before, RoundReport tuned)
    {
        if (Interval(before) is not { } was || Interval(tuned) is not { } now)
        {
            return "";
        }

        return (now.Low > was.High, now.High < was.Low) switch
        {
            (true, _) => $"{tuned.Name} answers more held-out tasks exactly, and the intervals do not touch.",
            (_, true) => $"The tuning made the student worse: {tuned.Name} answers fewer held-out tasks exactly, and the intervals do not touch.",
            _ => "The intervals of the exact answers overlap: this run alone does not show that the tuning changed them.",
        };
    }

    private static (double Low, double High)? Interval(RoundReport? student) => student switch
    {
        { Accuracy: { } accuracy } => (accuracy.Low, accuracy.High),
        { HeldOut: { } rows } => (rows.Low, rows.High),
        _ => null,
    };

    private static Markup Exact(RoundReport? student) => student switch
    {
        { Accuracy: { } accuracy } => Numbers.Accuracy(accuracy),
        { HeldOut: { } rows } => Numbers.Accuracy(rows.Accuracy, rows.Low, rows.High),
        _ => Parts.Text("–"),
    };

    private static Markup Share(PreferredShare? share) => share is null ? Parts.Text("–") : Numbers.Accuracy(share.Share, share.Low, share.High);

    private static Markup Margin(RewardMargin? margin) => margin switch
    {
        null => Parts.Text("–"),
        { Low: { } low, High: { } high } => Markup.Of($"{Numbers.Fixed(margin.Mean, 3)} <span class=\"ci\">{Numbers.Fixed(low, 3)}–{Numbers.Fixed(high, 3)}</span>"),
        _ => Parts.Text(Numbers.Fixed(margin.Mean, 3)),
    };

    private static Markup Losses(RoundReport tuned)
    {
        if (tuned.Losses.Count == 0)
        {
            return Parts.Nothing("No loss was recorded.");
        }

        Markup chart = Parts.Panel(
            Markup.Of($"{Numbers.Student(tuned.Name)} <span class=\"last\">{Numbers.Fixed(tuned.Losses[^1].Loss, 3)}</span>"),
            LossChart.Draw(tuned.Losses, tuned.Round, Ramp.Of(0, 1), LossChart.TopOf(tuned.Losses)));
        return Markup.Of($"<h3>Loss of the tuning</h3><p class=\"note\">Mean over pairs, nats: ln 2, about 0.693, while the student is what it was; the last value beside the name.</p>{Parts.Panels("medium", [chart])}");
    }

    private static Markup LeftOut(PreferenceReport preference) => preference.LeftOut.Count == 0
        ? Markup.None
        : Table.Of(
            "Answers clearly worse than the teacher's that are in no pair",
            [Column.Words("Why"), Column.Number("Answers")],
            preference.LeftOut.Select(reason => (IReadOnlyList<Markup>)[Parts.Text(reason.Reason), Parts.Count(reason.Count)]));
}
