using Tapir.Activities.Reporting.Charts;
using Tapir.Activities.Reporting.Page;

namespace Tapir.Activities.Reporting.Sections;

/// <summary>The headline, the sentence that goes with it, and the figures people ask for first.</summary>
internal static class Summary
{
    public static Markup Of(RunReport report) => Markup.Of(
        $"""
        <section id="summary" class="summary" aria-label="Result">
        <div class="hero"><div class="claim">{Claim(report)}<p class="verdict">{Numbers.Students(Verdict.Of(report))}</p></div>{Chart(report)}</div>
        {Tiles(report)}</section>

        """);

    private static Markup Claim(RunReport report)
    {
        if (report.Headline is { } headline)
        {
            return Markup.Of(
                $"""
                <p class="kicker">Exact answers on {Numbers.Count(headline.HeldOutTasks)} held-out tasks, mean over {Numbers.Count(headline.Labels)} task labels</p>
                <p class="big"><span class="from">{Figure(headline.FirstStudent, headline.First)}</span><span class="arrow" aria-label="to">→</span><span class="to">{Figure(headline.LastStudent, headline.Last)}</span></p>

                """);
        }

        RoundReport[] measured = [.. report.Students.Where(round => round.HeldOut is not null)];
        return measured.Length == 0
            ? Markup.None
            : Markup.Of(
                $"""
                <p class="kicker">Loss on {Numbers.Count(measured[^1].HeldOut!.Rows)} held-out rows, nats per token</p>
                <p class="big"><span class="from">{Loss(measured[0])}</span><span class="arrow" aria-label="to">→</span><span class="to">{Loss(measured[^1])}</span></p>

                """);
    }

    private static Markup Figure(string student, MacroAccuracy accuracy) => Markup.Of(
        $"<span class=\"figure\">{Numbers.Percent(accuracy.Macro)}</span><span class=\"under\">{Numbers.Student(student)} <span class=\"ci\">{Numbers.Range(accuracy.Low, accuracy.High)}</span></span>");

    private static Markup Loss(RoundReport round) => Markup.Of(
        $"<span class=\"figure\">{Numbers.Fixed(round.HeldOut!.Loss, 2)}</span><span class=\"under\">{Numbers.Student(round.Name)}, {Numbers.Accuracy(round.HeldOut.Accuracy, round.HeldOut.Low, round.HeldOut.High)} exact</span>");

    private static Markup Chart(RunReport report)
    {
        StudentAccuracy[] points =
        [
            .. report.Students.Where(round => round.Accuracy is not null)
                .Select(round => new StudentAccuracy(round.Round, round.Accuracy!.Macro, round.Accuracy.Low, round.Accuracy.High) { IsTuned = round.IsTuned }),
        ];
        string what = "Exact answers, mean over labels, per cent";
        if (points.Length == 0)
        {
            what = "Exact answers on held-out rows, per cent";
            points =
            [
                .. report.Students.Where(round => round.HeldOut is not null)
                    .Select(round => new StudentAccuracy(round.Round, round.HeldOut!.Accuracy, round.HeldOut.Low, round.HeldOut.High) { IsTuned = round.IsTuned }),
            ];
        }

        return points.Length == 0 ? Markup.None : Markup.Of($"<figure><figcaption>{what}</figcaption>{AccuracyChart.Large(points, what)}</figure>");
    }

    private static Markup Tiles(RunReport report)
    {
        SpendingReport spending = report.Spending;
        long cached = spending.Functions.Sum(function => function.Cached);
        long called = cached + spending.Functions.Sum(function => function.Computed);
        Markup[] tiles =
        [
            Tile("Calls paid", Numbers.Compact(spending.Calls), $"{Numbers.Count(spending.LedgerHits)} more from the ledger"),
            Tile("Tokens", Numbers.Compact(spending.TokensIn + spending.TokensOut), $"{Numbers.Compact(spending.TokensIn)} in, {Numbers.Compact(spending.TokensOut)} out"),
            Tile("Cost", spending.Cost is null ? "–" : Numbers.Money(spending.Cost), spending.Cost is null ? "no price known" : "by the spec's price table"),
            Tile("Time", Seconds(report.Origin) is { } seconds ? Numbers.Duration(seconds) : "–", "wall time"),
            Tile("Trained on", Numbers.Compact(report.Students.Sum(round => round.TrainedTokens)), "tokens, all rounds"),
            Tile("From cache", Numbers.Compact(cached), called == 0 ? "no function was called" : $"of {Numbers.Compact(called)} function calls"),
        ];
        return Markup.Of($"<dl class=\"tiles\">{tiles}</dl>");
    }

    private static double? Seconds(RunOrigin origin) => origin.WallSeconds ?? (origin.FinishedAt - origin.StartedAt)?.TotalSeconds;

    private static Markup Tile(string name, string value, string note) =>
        Markup.Of($"<div><dt>{name}</dt><dd>{value}<small>{note}</small></dd></div>");
}
