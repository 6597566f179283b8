namespace Tapir.Teachers.Budgets;

/// <summary>What a run will probably spend, said before it starts. An estimate: the budget is what stops it.</summary>
/// <param name="Total">All kinds together; money only of models whose price is known.</param>
/// <param name="ByKind">In the order in which the calls were given.</param>
/// <param name="UnpricedModels">Models that will be called and have no price, each once, sorted.</param>
public sealed record BudgetEstimate(Spending Total, IReadOnlyList<KindEstimate> ByKind, IReadOnlyList<string> UnpricedModels)
{
    public static BudgetEstimate Of(IReadOnlyList<PlannedCalls> planned)
    {
        KindEstimate[] kinds = [.. planned.Select(p => new KindEstimate(p.Kind, p.Model, SpendingOf(p)))];
        return new BudgetEstimate(
            kinds.Aggregate(default(Spending), (sum, kind) => sum + kind.Spending),
            kinds,
            [.. planned.Where(p => p.Calls > 0 && p.Price is null).Select(p => p.Model).Distinct().Order(StringComparer.Ordinal)]);
    }

    /// <summary>The limit that the estimate is above, in words, or null where the run should come out within its budget.</summary>
    public string? Over(BudgetLimits limits) => Total.FirstOver(limits);

    private static Spending SpendingOf(PlannedCalls planned)
    {
        long input = planned.Calls * planned.InputTokens;
        long output = planned.Calls * planned.OutputTokens;
        return new Spending(planned.Calls, input + output, planned.Price?.Of(input, output) ?? 0);
    }
}
