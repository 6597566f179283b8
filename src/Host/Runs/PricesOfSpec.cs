using Tapir.Orchestrations.Specs;
using Tapir.Teachers.Budgets;

namespace Tapir.Host.Runs;

/// <summary>The price table from a spec's prices.</summary>
internal static class PricesOfSpec
{
    public static PriceTable ToPriceTable(this RunSpec spec) =>
        new(spec.Prices.ToDictionary(price => price.Key, price => new ModelPrice((decimal)price.Value.Input, (decimal)price.Value.Output)));
}
