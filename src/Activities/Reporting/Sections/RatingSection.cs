using Tapir.Activities.Reporting.Page;

namespace Tapir.Activities.Reporting.Sections;

/// <summary>Whose answers people prefer.</summary>
internal static class RatingSection
{
    public static Section Of(RunReport report) => new(
        "ratings",
        "What people say",
        "Whose answer is better, said by people who saw two answers to the same held-out instruction without names, in an order drawn by chance.",
        report.Ratings.Count == 0
            ? Parts.Nothing($"Nobody has compared answers of this run. To do so: `tapir rate {report.Run}` at a terminal, or the page runs/{report.Run}/rate of `tapir serve`.")
            : Markup.Join(report.Ratings.Select(Pair)));

    private static Markup Pair(RatingReport rating)
    {
        IEnumerable<IReadOnlyList<Markup>> labels = rating.Labels.Select(label => Row(
            Parts.Text(label.Label), Rate(label.WinRate, label.Low, label.High), label.Wins, label.Losses, label.Ties, label.BothBad));
        IReadOnlyList<Markup> all = Row(Markup.Of($"<b>All labels</b>"), Rate(rating.WinRate, rating.Low, rating.High), rating.Wins, rating.Losses, rating.Ties, rating.BothBad);
        return Markup.Of(
            $"""
            <h3>{Numbers.Student(rating.Candidate)} against {Numbers.Student(rating.Baseline)}</h3>
            {Table.Of(
                $"Win rate of {rating.Candidate} over {rating.Baseline}, per cent, with 95 % intervals",
                [Column.Words("Task label"), Column.Number("Win rate"), Column.Number("Wins"), Column.Number("Losses"), Column.Number("Ties"), Column.Number("Both bad")],
                labels.Append(all))}<p class="note">{Counted(rating)} {People(rating)} A win rate is the wins and half the ties over wins, losses and ties; what is bad in both is apart.</p>

            """);
    }

    private static Markup[] Row(Markup name, Markup rate, int wins, int losses, int ties, int bothBad) =>
        [name, rate, Parts.Count(wins), Parts.Count(losses), Parts.Count(ties), Parts.Count(bothBad)];

    private static Markup Rate(double? rate, double? low, double? high) =>
        rate is { } share && low is { } least && high is { } most ? Numbers.Accuracy(share, least, most) : Parts.Text("–");

    private static string Counted(RatingReport rating) =>
        $"Rated: {Numbers.Count(rating.Rated)} of {Numbers.Count(rating.Items)} instructions with two different answers."
        + (rating.Identical == 0 ? "" : $" To {Numbers.Count(rating.Identical)} more both answered the same: ties that nobody is asked about, and that are not counted.");

    private static string People(RatingReport rating)
    {
        string raters = $"By {string.Join(", ", rating.Raters.Select(rater => $"{rater.Rater} ({Numbers.Count(rater.Rated)})"))}.";
        return rating.RatedByMany == 0
            ? raters
            : $"{raters} What several rated ({Numbers.Count(rating.RatedByMany)}) counts once, by the majority, a split as a tie"
                + (rating.Agreement is { } agreement ? $"; their agreement beyond chance (Krippendorff's alpha) is {Numbers.Fixed(agreement, 2)}." : ".");
    }
}
