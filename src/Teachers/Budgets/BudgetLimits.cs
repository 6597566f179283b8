namespace Tapir.Teachers.Budgets;

/// <summary>The most a run may spend on chat models. A hard stop: a call that could go over any of them is not made.</summary>
/// <param name="Calls">Calls sent, answered or not; null: no limit.</param>
/// <param name="Tokens">Input and output tokens together; null: no limit.</param>
/// <param name="Money">In the currency of the price table; null: no limit.</param>
public sealed record BudgetLimits(long? Calls = null, long? Tokens = null, decimal? Money = null)
{
    public static readonly BudgetLimits None = new();
}
