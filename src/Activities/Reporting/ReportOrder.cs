namespace Tapir.Activities.Reporting;

/// <summary>The one order in which a report's lists are written and shown, so that equal runs give equal files.</summary>
internal static class ReportOrder
{
    private static readonly StringComparer Ordinal = StringComparer.Ordinal;

    public static RunReport Of(RunReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        return report with
        {
            Comparison = report.Comparison is Compared compared
                ? compared with { Pairs = [.. compared.Pairs.OrderBy(pair => pair.RandomSeed)] }
                : report.Comparison,
            Rounds = [.. report.Rounds.OrderBy(round => round.Round).Select(Of)],
            Preference = report.Preference is { } preference ? Of(preference) : null,
            Samples =
            [
                .. report.Samples.OrderBy(sample => sample.Task, Ordinal).ThenBy(sample => sample.Family, Ordinal)
                    .ThenBy(sample => sample.Level).ThenBy(sample => sample.Instruction, Ordinal),
            ],
            Ratings = [.. report.Ratings.Select(Of)],
            Spending = Of(report.Spending),
            Seed = report.Seed is { } seed ? Of(seed) : null,
            Lineage =
            [
                .. report.Lineage.OrderBy(entry => entry.Round ?? -1)
                    .Select(entry => entry with { Inputs = [.. entry.Inputs.Order(Ordinal)] }),
            ],
        };
    }

    private static RoundReport Of(RoundReport round) => round with
    {
        ByTask = [.. round.ByTask.OrderBy(task => task.Label, Ordinal)],
        Losses = [.. round.Losses.OrderBy(point => point.Tokens)],
        Levels = [.. round.Levels.OrderBy(level => level.Task, Ordinal).ThenBy(level => level.Family, Ordinal).ThenBy(level => level.Level)],
        Plan = round.Plan is { } plan
            ? plan with
            {
                Labels = [.. plan.Labels.OrderByDescending(label => label.TargetShare).ThenBy(label => label.Label, Ordinal)],
                Rejected = ByCount(plan.Rejected),
            }
            : null,
    };

    private static PreferenceReport Of(PreferenceReport preference) => preference with
    {
        ByRound = [.. preference.ByRound.OrderBy(round => round.Round)],
        LeftOut = ByCount(preference.LeftOut),
        Tuned = preference.Tuned is { } tuned ? Of(tuned) : null,
    };

    private static RatingReport Of(RatingReport rating) => rating with
    {
        Labels = [.. rating.Labels.OrderBy(label => label.Label, Ordinal)],
        Raters = [.. rating.Raters.OrderBy(rater => rater.Rater, Ordinal)],
    };

    private static SpendingReport Of(SpendingReport spending) => spending with
    {
        ByFunction = [.. spending.ByFunction.OrderBy(line => line.Name, Ordinal)],
        ByModel = [.. spending.ByModel.OrderBy(line => line.Name, Ordinal)],
        Functions = [.. spending.Functions.OrderBy(function => function.Function, Ordinal)],
    };

    private static SeedReport Of(SeedReport seed) => seed with
    {
        SetAside = ByCount(seed.SetAside),
        Labels = [.. seed.Labels.OrderBy(label => label.Label, Ordinal)],
        LabelSources = [.. seed.LabelSources.OrderBy(source => source.Source, Ordinal)],
        NotExpanded = [.. seed.NotExpanded.OrderBy(label => label.Label, Ordinal)],
    };

    private static ReasonCount[] ByCount(IReadOnlyList<ReasonCount> reasons) =>
        [.. reasons.OrderByDescending(reason => reason.Count).ThenBy(reason => reason.Reason, Ordinal)];
}
