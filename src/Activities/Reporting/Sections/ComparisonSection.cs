using Tapir.Activities.Reporting.Charts;
using Tapir.Activities.Reporting.Page;

namespace Tapir.Activities.Reporting.Sections;

/// <summary>The planner against another one at the same budget.</summary>
internal static class ComparisonSection
{
    public static Section Of(RunReport report) => new(
        "comparison",
        "Comparison",
        "Does choosing what to train on beat choosing at random, with the same number of training tokens?",
        report.Comparison is Compared compared ? Measured(compared) : Parts.Nothing(Sentence(report)));

    private static string Sentence(RunReport report)
    {
        string reason = report.Comparison is NotCompared not ? not.Reason : new NotCompared().Reason;
        return char.ToUpperInvariant(reason.FirstOrDefault(' ')) + (reason.Length > 1 ? reason[1..] : "") + (reason.EndsWith('.') ? "" : ".");
    }

    private static Markup Measured(Compared compared)
    {
        string reading = (compared.Low > 0, compared.High < 0) switch
        {
            (true, _) => $"{compared.Planner} did better.",
            (_, true) => $"{compared.Against} did better.",
            _ => "The interval holds zero: these seeds do not show which is better.",
        };
        return Markup.Of(
            $"""
            <div class="hero"><div class="claim"><p class="kicker">{compared.Planner} minus {compared.Against}, percentage points, {compared.Pairs.Count} paired seeds, {Numbers.Compact(compared.TrainedTokens)} training tokens each</p>
            <p class="big"><span class="to"><span class="figure">{Numbers.Points(compared.MeanDifference)}</span><span class="under">95 % interval <span class="ci">{Numbers.Points(compared.Low)} to {Numbers.Points(compared.High)}</span></span></span></p>
            <p class="verdict">{reading}</p></div><figure><figcaption>Difference per seed, and their mean with its interval</figcaption>{DifferenceChart.Draw(compared)}</figure></div>
            {Parts.More(Parts.Text("The pairs"), Table.Of(
                "Macro accuracy of the last student, per random seed",
                [Column.Words("Seed"), Column.Number(compared.Planner), Column.Number(compared.Against), Column.Number("Difference, points")],
                compared.Pairs.Select(Row)))}
            """);
    }

    private static IReadOnlyList<Markup> Row(SeedPair pair) =>
    [
        Parts.Text(pair.RandomSeed.ToString(System.Globalization.CultureInfo.InvariantCulture)),
        Parts.Text(Numbers.Percent(pair.Accuracy)),
        Parts.Text(Numbers.Percent(pair.AgainstAccuracy)),
        Parts.Text(Numbers.Points(pair.Accuracy - pair.AgainstAccuracy)),
    ];
}
