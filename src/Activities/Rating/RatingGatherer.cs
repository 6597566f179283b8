using Tapir.Activities.Reporting;
using Tapir.Curriculum.Evaluation;
using Tapir.Curriculum.Rating;

namespace Tapir.Activities.Rating;

/// <summary>What people say of a run, pair by pair.</summary>
/// <param name="sheetOf">Reads what is asked about a pair.</param>
public sealed class RatingGatherer(Func<RatedPair, CancellationToken, Task<RatingSheet>> sheetOf)
{
    /// <summary>The pairs that were rated, the usual one first. A pair of a student that the run no longer has is left out.</summary>
    public async Task<IReadOnlyList<RatingReport>> GatherAsync(RatedRun run, IReadOnlyList<GivenRating> said, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(run);
        ArgumentNullException.ThrowIfNull(said);
        if (said.Count == 0)
        {
            return [];
        }

        IEnumerable<RatedPair> named = said.Select(rating => rating.Rounds).Distinct().SelectMany(PairOf).Where(run.Has).OrderBy(pair => pair.ToString(), StringComparer.Ordinal);
        List<RatingReport> reports = [];
        foreach (RatedPair pair in new[] { run.Usual }.OfType<RatedPair>().Concat(named).Distinct())
        {
            RatingReport report = Report(await sheetOf(pair, cancellation), said);
            if (report.Rated > 0)
            {
                reports.Add(report);
            }
        }

        return reports;
    }

    /// <summary>What people say of one pair, also where they have said nothing yet.</summary>
    public static RatingReport Report(RatingSheet sheet, IReadOnlyList<GivenRating> said)
    {
        ArgumentNullException.ThrowIfNull(sheet);
        RatingResult result = RatingResult.Of(sheet.VotesIn(said));
        RatingCounts counts = result.Counts;
        Estimate? rate = RateOf(counts);
        return new RatingReport
        {
            Rounds = sheet.Pair.ToString(),
            Baseline = sheet.Pair.Baseline.Name,
            Candidate = sheet.Pair.Candidate.Name,
            WinRate = rate?.Value,
            Low = rate?.Low,
            High = rate?.High,
            Wins = counts.Wins,
            Losses = counts.Losses,
            Ties = counts.Ties,
            BothBad = counts.BothBad,
            Rated = counts.Rated,
            Items = sheet.Items.Count,
            Identical = sheet.Identical,
            Labels = [.. result.Labels.Select(label => LabelOf(label.Task.Name, label.Counts))],
            Raters = [.. result.Raters.Select(rater => new RaterReport(rater.Key, rater.Value))],
            RatedByMany = result.RatedByMany,
            Agreement = result.Agreement,
        };
    }

    private static LabelRatingReport LabelOf(string label, RatingCounts counts)
    {
        Estimate? rate = RateOf(counts);
        return new LabelRatingReport(label, rate?.Value, rate?.Low, rate?.High, counts.Wins, counts.Losses, counts.Ties, counts.BothBad);
    }

    private static Estimate? RateOf(RatingCounts counts) => counts.Compared > 0 ? WinRate.Of(counts) : null;

    // A line that another version wrote may name a pair in a way that is not known here.
    private static IEnumerable<RatedPair> PairOf(string rounds)
    {
        try
        {
            return [RatedPair.Parse(rounds)];
        }
        catch (FormatException)
        {
            return [];
        }
    }
}
