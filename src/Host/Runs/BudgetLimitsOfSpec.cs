using Tapir.Orchestrations.Specs;
using Tapir.Teachers.Budgets;

namespace Tapir.Host.Runs;

/// <summary>The ledger's limits from a spec's budget.</summary>
internal static class BudgetLimitsOfSpec
{
    public static BudgetLimits ToLimits(this BudgetSpec budget) => new(budget.Calls, budget.Tokens, (decimal?)budget.Money);
}
