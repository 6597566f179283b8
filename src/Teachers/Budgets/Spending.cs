namespace Tapir.Teachers.Budgets;

/// <summary>What was spent, or could be.</summary>
/// <param name="Calls">Calls sent.</param>
/// <param name="Tokens">Input and output tokens together.</param>
/// <param name="Money">In the currency of the run's price table.</param>
public readonly record struct Spending(long Calls, long Tokens, decimal Money)
{
    public static Spending operator +(Spending left, Spending right) => left.Add(right);

    public Spending Add(Spending other) => new(Calls + other.Calls, Tokens + other.Tokens, Money + other.Money);

    /// <summary>The first limit that this amount is above, or null where it is within all of them.</summary>
    public string? FirstOver(BudgetLimits limits) =>
        Calls > limits.Calls ? $"{Calls:N0} of {limits.Calls:N0} calls"
        : Tokens > limits.Tokens ? $"{Tokens:N0} of {limits.Tokens:N0} tokens"
        : Money > limits.Money ? $"{Money:0.######} of {limits.Money:0.######} in money"
        : null;
}
