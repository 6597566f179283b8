using Tapir.Host.Runs;
using Tapir.Teachers.Budgets;

namespace Tapir.Host.Results;

/// <summary>What a run will probably spend, as <c>validate --json</c> shows it. The names are a contract with scripts.</summary>
/// <param name="Calls">Calls of chat models.</param>
/// <param name="Tokens">Tokens in and out.</param>
/// <param name="Cost">In the currency of the price table; of the models that have a price.</param>
/// <param name="ByKind">The same by what calls are for.</param>
/// <param name="UnpricedModels">Models that have no price in the spec.</param>
/// <param name="MoreLabels">Calls that labelling may need besides.</param>
/// <param name="OverBudget">Which limit of the budget this is above; null where it is within it.</param>
/// <param name="PausesInRound">Round in which the run will probably pause, 0 for before round 1; null where it will not.</param>
public sealed record EstimateDocument(
    long Calls,
    long Tokens,
    double Cost,
    IReadOnlyList<KindDocument> ByKind,
    IReadOnlyList<string> UnpricedModels,
    int MoreLabels,
    string? OverBudget,
    int? PausesInRound)
{
    internal static EstimateDocument Of(RunEstimate estimate) => new(
        estimate.Whole.Total.Calls,
        estimate.Whole.Total.Tokens,
        (double)estimate.Whole.Total.Money,
        [.. estimate.Whole.ByKind.Select(KindOf)],
        estimate.Whole.UnpricedModels,
        estimate.MoreLabels,
        estimate.Over,
        estimate.PausesInRound);

    private static KindDocument KindOf(KindEstimate kind) =>
        new(kind.Kind, kind.Model, kind.Spending.Calls, kind.Spending.Tokens, (double)kind.Spending.Money);
}

/// <param name="Kind">What the calls are for: label, judge, expand, answer, refine.</param>
/// <param name="Model">Which model they ask.</param>
public sealed record KindDocument(string Kind, string Model, long Calls, long Tokens, double Cost);
