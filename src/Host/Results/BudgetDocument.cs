using Tapir.Orchestrations.Specs;
using Tapir.Teachers.Budgets;

namespace Tapir.Host.Results;

/// <summary>What a run has spent and may spend, as <c>budget --json</c> and the HTTP API show it. The names are a contract with scripts.</summary>
/// <param name="Money">In the currency of the price table.</param>
internal sealed record BudgetDocument(string Run, BudgetLine Calls, BudgetLine Tokens, BudgetLine Money)
{
    public static BudgetDocument Of(string run, Spending spent, BudgetSpec budget) => new(
        run, new BudgetLine(spent.Calls, budget.Calls), new BudgetLine(spent.Tokens, budget.Tokens), new BudgetLine((double)spent.Money, budget.Money));
}

/// <param name="Spent">With all that calls in flight may come to.</param>
/// <param name="Limit">Null for none.</param>
internal sealed record BudgetLine(double Spent, double? Limit);
